import { ServiceDeployments } from '@fairlead/backstage-plugin-gitops-common';
import { HistoryDialog } from '../HistoryDialog/HistoryDialog';
import { BackfillDialog } from '../PromoteDialog/BackfillDialog';
import { HotfixDialog } from '../PromoteDialog/HotfixDialog';
import { PromoteDialog } from '../PromoteDialog/PromoteDialog';
import { RollbackDialog } from '../PromoteDialog/RollbackDialog';
import { LiftDialog } from '../RestrictionDialogs/LiftDialog';
import { RestrictDialog } from '../RestrictionDialogs/RestrictDialog';
import { EnvironmentTask } from './environmentTask';

/** The dialog of what a person wants to do in an environment. */
export function EnvironmentDialogs(props: {
  service: ServiceDeployments;
  environment: string;
  task: EnvironmentTask;
  titleOf: (environment: string) => string;
  onTask: (task: EnvironmentTask) => void;
  onClose: () => void;
}) {
  const { service, environment, task, titleOf, onTask, onClose } = props;
  const { entityRef } = service;
  const common = { titleOf, onClose };
  switch (task.type) {
    case 'promote':
      return (
        <PromoteDialog
          entityRef={entityRef}
          from={task.from}
          to={environment}
          {...common}
        />
      );
    case 'backfill':
      return (
        <BackfillDialog
          entityRef={entityRef}
          lack={task.lack}
          to={environment}
          {...common}
        />
      );
    case 'hotfix':
      return <HotfixDialog service={service} to={environment} {...common} />;
    case 'rollback':
      return (
        <RollbackDialog
          entityRef={entityRef}
          environment={environment}
          deployment={task.deployment}
          {...common}
        />
      );
    case 'history':
      return (
        <HistoryDialog
          service={service}
          environment={environment}
          onRollBack={deployment => onTask({ type: 'rollback', deployment })}
          {...common}
        />
      );
    case 'restrict':
      return (
        <RestrictDialog
          service={service}
          environment={environment}
          kind={task.kind}
          {...common}
        />
      );
    default:
      return <LiftDialog restriction={task.restriction} {...common} />;
  }
}
