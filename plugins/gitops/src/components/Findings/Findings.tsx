import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { findingsBeside } from '../../text/findingWords';
import { FindingList } from './FindingList';

/** What is not well in a target, worst first. */
export function Findings(props: { target: Target; onResources: () => void }) {
  const { target, onResources } = props;
  return (
    <FindingList
      findings={findingsBeside(target)}
      label={`Findings of ${target.status.object.name}`}
      onResources={onResources}
    />
  );
}
