import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { CommitOf } from '../../data/useCommits';
import { explainTarget } from '../../text/explainTarget';
import { Note } from '../ui/Note';
import { RelativeTime } from '../ui/RelativeTime';
import { Health, Sync } from '../ui/targetStatuses';
import { DeployedLine } from './DeployedLine';
import { DriftList } from './DriftList';
import { TargetAllowances, TargetMenu } from './TargetMenu';
import { UnreachableNote } from './UnreachableNote';
import { VersionLine } from './VersionLine';
import styles from './TargetBlock.module.css';

/** One target: what runs there, how it is, and who brought it. */
export function TargetBlock(props: {
  target: Target;
  commitOf: CommitOf;
  allowances: TargetAllowances;
}) {
  const { target, commitOf, allowances } = props;
  const { status, unreachable } = target;
  const { object, destination } = status;
  const place = [
    destination.inCluster
      ? object.cluster
      : (destination.name ?? destination.server ?? object.cluster),
    destination.namespace,
  ]
    .filter(Boolean)
    .join(' / ');

  return (
    <article
      className={styles.target}
      data-unreachable={unreachable ? '' : undefined}
      aria-label={`${object.kind} ${object.name}`}
    >
      <div className={styles.top}>
        <VersionLine target={target} />
        <TargetMenu target={target} allowances={allowances} />
      </div>
      {unreachable && (
        <UnreachableNote {...unreachable} cluster={object.cluster} />
      )}
      <div className={styles.statuses}>
        <Health
          status={status.health.status}
          title={
            unreachable ? 'Health, when it was last known' : status.health.raw
          }
        />
        <Sync
          status={status.sync.status}
          title={unreachable ? 'Sync, when it was last known' : status.sync.raw}
        />
        <DriftList drift={status.drift} />
      </div>
      <DeployedLine target={target} commitOf={commitOf} />
      {explainTarget(target).map(note => (
        <Note
          key={`${note.title}/${note.detail}`}
          severity={note.severity}
          title={
            <>
              {note.title}
              {note.since && (
                <span className={styles.since}>
                  {' '}
                  · <RelativeTime at={note.since} />
                </span>
              )}
            </>
          }
        >
          {note.detail && <p>{note.detail}</p>}
          {note.items && note.items.length > 0 && (
            <ul>
              {note.items.map(item => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          )}
        </Note>
      ))}
      <p
        className={styles.place}
        title={`${object.kind} ${object.namespace}/${object.name} on cluster ${object.cluster}`}
      >
        {object.name} · {place}
      </p>
    </article>
  );
}
