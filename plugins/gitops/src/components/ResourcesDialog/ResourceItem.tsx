import { RiArrowRightSLine } from '@remixicon/react';
import { Button, TreeItem, TreeItemContent } from 'react-aria-components';
import { ResourceBranch } from '../../text/resourceForest';
import { resourceSentence } from '../../text/resourceWords';
import { Health, Sync } from '../ui/targetStatuses';
import { RelativeTime } from '../ui/RelativeTime';
import styles from './ResourceItem.module.css';

/** A resource in the tree, with what it owns below it. */
export function ResourceItem(props: { branch: ResourceBranch }) {
  const { node, children } = props.branch;
  const { kind, name, health, sync, ready, restarts, createdAt } = node;
  return (
    <TreeItem
      id={node.id}
      textValue={`${kind} ${name}`}
      aria-label={resourceSentence(node)}
      className={styles.item}
    >
      <TreeItemContent>
        {({ level, hasChildItems, isExpanded }) => (
          <div
            className={styles.row}
            style={{ paddingInlineStart: `${(level - 1) * 1.125}rem` }}
          >
            {hasChildItems ? (
              <Button
                slot="chevron"
                className={styles.chevron}
                data-expanded={isExpanded ? '' : undefined}
              >
                <RiArrowRightSLine aria-hidden="true" />
              </Button>
            ) : (
              <span className={styles.leaf} aria-hidden="true" />
            )}
            <span className={styles.names}>
              <span className={styles.kind}>{kind}</span>
              <span className={styles.name}>{name}</span>
            </span>
            <span className={styles.facts}>
              {health && <Health status={health.status} />}
              {sync === 'OutOfSync' && <Sync status={sync} />}
              {ready && (
                <span
                  className={styles.fact}
                  data-lacking={ready.ready < ready.desired ? '' : undefined}
                >
                  {ready.ready}/{ready.desired} ready
                </span>
              )}
              {restarts !== undefined && restarts > 0 && (
                <span className={styles.fact} data-lacking="">
                  {restarts} {restarts === 1 ? 'restart' : 'restarts'}
                </span>
              )}
              {createdAt && (
                <span className={styles.fact}>
                  <RelativeTime at={createdAt} />
                </span>
              )}
            </span>
          </div>
        )}
      </TreeItemContent>
      {children.map(child => (
        <ResourceItem key={child.node.id} branch={child} />
      ))}
    </TreeItem>
  );
}
