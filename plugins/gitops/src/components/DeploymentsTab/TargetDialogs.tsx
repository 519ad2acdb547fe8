import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { DriftDialog } from '../DriftDialog/DriftDialog';
import { ResourcesDialog } from '../ResourcesDialog/ResourcesDialog';
import { TargetActionDialog } from './TargetActionDialog';
import { TargetAllowances, TargetTask } from './targetTask';

/** The dialog of what a person wants to do with a target. */
export function TargetDialogs(props: {
  target: Target;
  task: TargetTask;
  allowances: TargetAllowances;
  onTask: (task: TargetTask) => void;
  onClose: () => void;
}) {
  const { target, task, allowances, onTask, onClose } = props;
  switch (task) {
    case 'resources':
      return (
        <ResourcesDialog
          target={target}
          logs={allowances.logs}
          onClose={onClose}
        />
      );
    case 'drift':
      return (
        <DriftDialog
          target={target}
          allowances={allowances}
          onSync={() => onTask('sync')}
          onClose={onClose}
        />
      );
    default:
      return (
        <TargetActionDialog
          target={target}
          action={task}
          allowance={
            allowances[task === 'sync' || task === 'refresh' ? task : 'suspend']
          }
          onClose={onClose}
        />
      );
  }
}
