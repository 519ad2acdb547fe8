import { Allowance, Target } from '@fairlead/backstage-plugin-gitops-common';
import { useResources } from '../../data/useResources';
import { ReadingDialog } from '../ui/ReadingDialog';
import { ResourceExplorer } from './ResourceExplorer';

/** What a target consists of in its cluster. */
export function ResourcesDialog(props: {
  target: Target;
  logs: Allowance;
  onClose: () => void;
}) {
  const { target, logs, onClose } = props;
  const { object } = target.status;
  return (
    <ReadingDialog
      title={`Resources of ${object.name}`}
      width={1080}
      isDismissable
      query={useResources(target.id)}
      reading={{
        sentence: `Reading them from cluster ${object.cluster}…`,
        label: 'Loading resources',
      }}
      onClose={onClose}
    >
      {tree => <ResourceExplorer target={target} tree={tree} logs={logs} />}
    </ReadingDialog>
  );
}
