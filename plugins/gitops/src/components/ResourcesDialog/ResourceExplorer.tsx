import { Switch } from '@backstage/ui';
import {
  Allowance,
  ResourceTree,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import { useMemo, useState } from 'react';
import { resourceForest } from '../../text/resourceForest';
import { FindingList } from '../Findings/FindingList';
import { Note } from '../ui/Note';
import { firstToLookAt } from './firstToLookAt';
import { ResourceDetails } from './ResourceDetails';
import { ResourceTreeView } from './ResourceTreeView';
import styles from './ResourceExplorer.module.css';

/** The resources of a target as a tree, and more of the one that is chosen. */
export function ResourceExplorer(props: {
  target: Target;
  tree: ResourceTree;
  logs: Allowance;
}) {
  const { target, tree, logs } = props;
  const [onlyUnwell, setOnlyUnwell] = useState(false);
  const [chosen, setChosen] = useState(() => firstToLookAt(tree)?.id);
  const forest = useMemo(
    () => resourceForest(tree, { onlyUnwell }),
    [tree, onlyUnwell],
  );
  const node = tree.nodes.find(({ id }) => id === chosen);
  return (
    <>
      <FindingList findings={tree.findings} label="Findings" />
      {tree.problems.length > 0 && (
        <Note severity="warning" title="Not everything could be read">
          <ul>
            {tree.problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Note>
      )}
      {tree.truncated && (
        <Note severity="info" title="There are more resources than are shown" />
      )}
      <Switch
        label="Only what is not well"
        isSelected={onlyUnwell}
        onChange={setOnlyUnwell}
      />
      <div className={styles.panes}>
        {forest.length > 0 ? (
          <ResourceTreeView
            label={`Resources of ${target.status.object.name}`}
            forest={forest}
            chosen={chosen}
            onChoose={setChosen}
          />
        ) : (
          <p className={styles.empty}>
            {onlyUnwell
              ? 'All resources are well.'
              : 'There are no resources in the cluster.'}
          </p>
        )}
        {node && (
          <ResourceDetails
            key={node.id}
            targetId={target.id}
            node={node}
            events={tree.events.filter(event => event.node === node.id)}
            logs={logs}
          />
        )}
      </div>
    </>
  );
}
