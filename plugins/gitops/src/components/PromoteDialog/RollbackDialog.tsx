import {
  Deployment,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { Note } from '../ui/Note';
import { PlanDialog } from './PlanDialog';

/** Brings back a deployment of the history or, without one, the last verified version. */
export function RollbackDialog(props: {
  entityRef: string;
  environment: string;
  deployment?: Deployment;
  titleOf: (environment: string) => string;
  onClose: () => void;
}) {
  const { entityRef, environment, deployment, titleOf, onClose } = props;
  const place = titleOf(environment);
  return (
    <PlanDialog
      title={
        deployment
          ? `Roll ${place} back to ${versionLabel(deployment.version) || 'this version'}`
          : `Roll ${place} back to the last verified version`
      }
      intro={
        <>
          {deployment && !deployment.verifiedAt && (
            <Note
              severity="warning"
              title="This version was never verified here"
            >
              {deployment.failure && <p>{deployment.failure}</p>}
            </Note>
          )}
          <p>
            Afterwards nothing is promoted to {place} by itself, and the version
            that runs now is vetoed there, until somebody lifts that.
          </p>
        </>
      }
      change={{
        type: 'rollback',
        request: { entityRef, environment, deploymentId: deployment?.id },
      }}
      titleOf={titleOf}
      onClose={onClose}
    />
  );
}
