import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { Allowance } from '@fairlead/backstage-plugin-gitops-common';
import { ReactNode, useState } from 'react';
import { ErrorNotice } from './ErrorNotice';
import { ExplainedButton } from './ExplainedButton';
import { ReasonField } from './ReasonField';
import styles from './ReasonDialog.module.css';

/** Says what is about to happen and asks why, before it does. A refusal loses nothing that was written. */
export function ReasonDialog(props: {
  title: string;
  children?: ReactNode;
  confirm: string;
  dismiss?: string;
  isDestructive?: boolean;
  label?: string;
  hint?: string;
  isOptional?: boolean;
  allowance?: Allowance;
  /** What else is not right yet in the dialog. Called, so that the dialog can show it, when it is confirmed. */
  check?: () => boolean;
  isPending: boolean;
  error: Error | null;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}) {
  const { title, children, isOptional = false, isPending, error } = props;
  const { allowance = { allowed: true }, check = () => true } = props;
  const [reason, setReason] = useState('');
  const [wasAsked, setAsked] = useState(false);
  const isMissing = !isOptional && reason.trim() === '';

  const submit = () => {
    setAsked(true);
    const isRight = check();
    if (isRight && !isMissing && !isPending) props.onConfirm(reason.trim());
  };

  return (
    <Dialog
      isOpen
      // A click beside the dialog must not throw away a reason that was written.
      isDismissable={reason.trim() === ''}
      onOpenChange={isOpen => !isOpen && props.onClose()}
      width={520}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {children}
          <ReasonField
            value={reason}
            onChange={setReason}
            isMissing={wasAsked && isMissing}
            isOptional={isOptional}
            label={props.label}
            hint={props.hint}
          />
          {error && <ErrorNotice error={error} />}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" size="small" onPress={props.onClose}>
          {props.dismiss ?? 'Cancel'}
        </Button>
        <ExplainedButton
          variant="primary"
          destructive={props.isDestructive}
          allowance={allowance}
          isPending={isPending}
          onPress={submit}
        >
          {props.confirm}
        </ExplainedButton>
      </DialogFooter>
    </Dialog>
  );
}
