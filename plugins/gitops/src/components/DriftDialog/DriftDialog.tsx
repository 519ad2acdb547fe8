import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { RiLoopRightLine } from '@remixicon/react';
import { useDrift } from '../../data/useDrift';
import { TargetAllowances } from '../DeploymentsTab/targetTask';
import { ExplainedButton } from '../ui/ExplainedButton';
import { ReadingDialog } from '../ui/ReadingDialog';
import { DriftBody } from './DriftBody';

/** What differs from Git, field by field, what will become of it, and what can be done. */
export function DriftDialog(props: {
  target: Target;
  allowances: Pick<TargetAllowances, 'sync' | 'adopt'>;
  onSync: () => void;
  onClose: () => void;
}) {
  const { target, allowances, onSync, onClose } = props;
  const { object, actions } = target.status;
  const canSync = !actions || actions.includes('sync');
  return (
    <ReadingDialog
      title={`Drift of ${object.name}`}
      width={960}
      query={useDrift(target.id)}
      reading={{
        sentence: `Comparing cluster ${object.cluster} with Git…`,
        label: 'Loading differences',
      }}
      actions={drift =>
        canSync &&
        drift.resources.length > 0 && (
          <ExplainedButton
            variant="primary"
            iconStart={<RiLoopRightLine aria-hidden="true" />}
            allowance={allowances.sync}
            onPress={onSync}
          >
            Sync
          </ExplainedButton>
        )
      }
      onClose={onClose}
    >
      {drift => (
        <DriftBody
          targetId={target.id}
          drift={drift}
          adopt={allowances.adopt}
        />
      )}
    </ReadingDialog>
  );
}
