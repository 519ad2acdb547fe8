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
import { targetActionWords } from '../../text/targetActionWords';
import { ErrorNotice } from '../ui/ErrorNotice';
import { ExplainedButton } from '../ui/ExplainedButton';
import styles from './TargetActionDialog.module.css';

/** Asks before what changes something; a refresh is carried out at once. Says what came of it. */
export function TargetActionDialog(props: {
  target: Target;
  action: TargetAction;
  allowance: Allowance;
  onClose: () => void;
}) {
  const { target, action, allowance, onClose } = props;
  const run = useTargetAction(target.id);
  const { word, effects } = targetActionWords({ action, target });

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
        {word} {target.status.object.name}
      </DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {effects.map(effect => (
            <p key={effect}>{effect}</p>
          ))}
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
