import { ServiceEnvironment } from '@fairlead/backstage-plugin-gitops-common';
import { PlanDialog } from './PlanDialog';

/** Brings a hotfix to an environment that it skipped. */
export function BackfillDialog(props: {
  entityRef: string;
  lack: ServiceEnvironment['lacks'][number];
  to: string;
  titleOf: (environment: string) => string;
  onClose: () => void;
}) {
  const { entityRef, lack, to, titleOf, onClose } = props;
  return (
    <PlanDialog
      title={`Back-fill ${lack.version} to ${titleOf(to)}`}
      intro={
        <p>
          {titleOf(to)} was skipped when {lack.version} was brought to{' '}
          {titleOf(lack.environment)}: {lack.reason}
        </p>
      }
      // A hotfix comes from where no version comes from otherwise.
      change={{
        type: 'promotion',
        request: { entityRef, from: lack.environment, to, skip: true },
      }}
      titleOf={titleOf}
      onClose={onClose}
    />
  );
}
