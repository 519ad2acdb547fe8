import { Avatar } from '@backstage/ui';
import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { CommitOf } from '../../data/useCommits';
import { liveCommit } from '../../text/sourceLink';
import { RelativeTime } from '../ui/RelativeTime';
import { Sha } from '../ui/Sha';
import styles from './DeployedLine.module.css';

/** Since when a target runs what it runs, and whose commit that was. */
export function DeployedLine(props: { target: Target; commitOf: CommitOf }) {
  const { target, commitOf } = props;
  const deployedAt = target.status.history[0]?.deployedAt;
  const live = liveCommit(target);
  const commit = commitOf(live);
  if (!deployedAt && !live) return null;
  return (
    <div className={styles.root}>
      {commit && (
        <>
          <Avatar
            src={commit.authorAvatar ?? ''}
            name={commit.author}
            size="x-small"
            purpose="decoration"
          />
          <p className={styles.message} title={commit.message}>
            {commit.message}
          </p>
        </>
      )}
      <p className={styles.facts}>
        {commit && <span>{commit.author}</span>}
        {live && <Sha sha={live.sha} url={commit?.url ?? live.url} />}
        {deployedAt && (
          <span>
            deployed <RelativeTime at={deployedAt} />
          </span>
        )}
      </p>
    </div>
  );
}
