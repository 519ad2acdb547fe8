import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import {
  RolloutActionId,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { useRolloutAction } from '../../data/useRolloutAction';
import {
  rolloutActionEffects,
  rolloutActions,
} from '../../text/rolloutActionWords';
import { ErrorNotice } from '../ui/ErrorNotice';
import styles from './RolloutActionDialog.module.css';

/** Says what will happen before a controller is asked for it. */
export function RolloutActionDialog(props: {
  targetId: string;
  rollout: RolloutStatus;
  action: RolloutActionId;
  engine: string;
  onDone: (message: string) => void;
  onClose: () => void;
}) {
  const { targetId, rollout, action, engine, onDone, onClose } = props;
  const run = useRolloutAction({ targetId, rollout });
  const { word, isDestructive } = rolloutActions[action];
  const ask = () =>
    run.mutate(action, {
      onSuccess: ({ message }) => {
        onDone(message);
        onClose();
      },
    });
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()} width={480}>
      <DialogHeader>
        {word}: {rollout.object.name}
      </DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {rolloutActionEffects({ action, rollout, engine }).map(effect => (
            <p key={effect}>{effect}</p>
          ))}
          {run.error && <ErrorNotice error={run.error} onRetry={ask} />}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" size="small" onPress={onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          size="small"
          destructive={isDestructive}
          isPending={run.isPending}
          onPress={ask}
        >
          {word}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
