import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import {
  FreightCandidate,
  ServiceStage,
} from '@fairlead/backstage-plugin-gitops-common';
import { StageAction, useStageAction } from '../../data/useStageAction';
import { freightLabel } from '../../text/stageWords';
import { ErrorNotice } from '../ui/ErrorNotice';
import styles from './StageActionDialog.module.css';

/** Asks before another promotion system is asked, and says what came of it. */
export function StageActionDialog(props: {
  entityRef: string;
  environment: string;
  stage: ServiceStage;
  action: StageAction;
  freight: FreightCandidate;
  onClose: () => void;
}) {
  const { entityRef, environment, stage, action, freight, onClose } = props;
  const run = useStageAction();
  const { systemTitle, name } = stage;
  const word = action === 'promote' ? 'Promote' : 'Approve';
  const ask = () =>
    run.mutate({
      objectId: stage.objectId,
      action,
      entityRef,
      environment,
      stage: name,
      freight: freight.id,
    });
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()} width={480}>
      <DialogHeader>
        {word} {freightLabel(freight)}
      </DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          <p>
            {action === 'promote'
              ? `${systemTitle} is asked to bring it to the stage ${name}. It takes the steps of that stage, which may open a pull request; how far it is shows here.`
              : `${systemTitle} may promote it to the stage ${name}, although ${freight.why ? `this holds: ${freight.why}` : 'the stages before do not have it'} That stays noted on the freight.`}
          </p>
          <div role="status">
            {run.isPending && `Asking ${systemTitle}…`}
            {run.data && <p>{run.data.message}</p>}
          </div>
          {run.error && <ErrorNotice error={run.error} onRetry={ask} />}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" size="small" onPress={onClose}>
          {run.data ? 'Close' : 'Cancel'}
        </Button>
        {!run.data && (
          <Button
            variant="primary"
            size="small"
            isPending={run.isPending}
            onPress={ask}
          >
            {word}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
