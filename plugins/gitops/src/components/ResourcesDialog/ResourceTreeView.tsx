import { useMemo } from 'react';
import { Tree } from 'react-aria-components';
import { ResourceBranch } from '../../text/resourceForest';
import { ResourceItem } from './ResourceItem';
import styles from './ResourceTreeView.module.css';

/** Resources under their owners. All are unfolded at first: what is wrong is mostly at the end of a branch. */
export function ResourceTreeView(props: {
  label: string;
  forest: ResourceBranch[];
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
}) {
  const { label, forest, chosen, onChoose } = props;
  const owners = useMemo(() => ownersIn(forest), [forest]);
  return (
    <Tree
      aria-label={label}
      className={styles.tree}
      selectionMode="single"
      selectionBehavior="replace"
      selectedKeys={chosen === undefined ? [] : [chosen]}
      onSelectionChange={keys => {
        const [key] = keys === 'all' ? [] : keys;
        if (key !== undefined) onChoose(String(key));
      }}
      // Another set of owners, as the filter makes, is unfolded anew.
      key={owners.join()}
      defaultExpandedKeys={owners}
    >
      {forest.map(branch => (
        <ResourceItem key={branch.node.id} branch={branch} />
      ))}
    </Tree>
  );
}

function ownersIn(forest: ResourceBranch[]): string[] {
  return forest.flatMap(({ node, children }) =>
    children.length > 0 ? [node.id, ...ownersIn(children)] : [],
  );
}
