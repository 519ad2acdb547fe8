import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { Allowance, Target } from '@fairlead/backstage-plugin-gitops-common';
import { useEffect, useRef } from 'react';
import { TargetAction, useTargetAction } from '../../data/useTargetAction';
import { ErrorNotice } from '../ui/ErrorNotice';
import { ExplainedButton } from '../ui/ExplainedButton';
import styles from './TargetActionDialog.module.css';

/** Asks before a sync; a refresh, which changes nothing, is carried out at once. Both say what came of it. */
export function TargetActionDialog(props: {
  target: Target;
  action: TargetAction;
  allowance: Allowance;
  onClose: () => void;
}) {
  const { target, action, allowance, onClose } = props;
  const { object } = target.status;
  const run = useTargetAction(target.id);
  const word = action === 'sync' ? 'Sync' : 'Refresh';

  const atOnce = useRef(action === 'refresh' && allowance.allowed);
  const { mutate } = run;
  useEffect(() => {
    if (!atOnce.current) return;
    atOnce.current = false;
    mutate('refresh');
  }, [mutate]);

  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()} width={480}>
      <DialogHeader>
        {word} {object.name}
      </DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {action === 'sync' ? (
            <p>
              The engine applies what Git says now to cluster {object.cluster}.
              It changes nothing in Git, and no version that Git does not hold.
            </p>
          ) : (
            <p>
              The engine compares what runs on cluster {object.cluster} with Git
              again. It changes nothing.
            </p>
          )}
          <div role="status">
            {run.isPending && 'Asking the engine…'}
            {run.data && <p>{run.data.message}</p>}
          </div>
          {run.error && (
            <ErrorNotice error={run.error} onRetry={() => mutate(action)} />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" size="small" onPress={onClose}>
          {run.data ? 'Close' : 'Cancel'}
        </Button>
        {!run.data && (
          <ExplainedButton
            variant="primary"
            allowance={allowance}
            isPending={run.isPending}
            onPress={() => mutate(action)}
          >
            {word}
          </ExplainedButton>
        )}
      </DialogFooter>
    </Dialog>
  );
}
