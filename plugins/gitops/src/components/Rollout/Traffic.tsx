import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { revisionLabel } from '../../text/rolloutWords';
import { Revision } from './Revision';
import styles from './Traffic.module.css';

/** Which versions run, and how the traffic is divided between them. */
export function Traffic(props: { rollout: RolloutStatus }) {
  const { rollout } = props;
  const { stable, candidate, services, weight } = rollout;
  if (!stable && !candidate) return null;
  const share =
    candidate && weight ? (weight.actual ?? weight.desired) : undefined;
  const isSwitched = rollout.strategy === 'blue-green';
  return (
    <div className={styles.root}>
      {share !== undefined && <TrafficBar rollout={rollout} share={share} />}
      <ul className={styles.revisions} aria-label="Versions">
        {stable && (
          <Revision
            as="stable"
            word={isSwitched ? 'active' : 'stable'}
            revision={stable}
            share={share === undefined ? undefined : 100 - share}
            service={isSwitched ? services.active : services.stable}
          />
        )}
        {candidate && (
          <Revision
            as="candidate"
            word={isSwitched ? 'preview' : 'new'}
            revision={candidate}
            share={share}
            service={isSwitched ? services.preview : services.canary}
          />
        )}
      </ul>
    </div>
  );
}

function TrafficBar(props: { rollout: RolloutStatus; share: number }) {
  const { rollout, share } = props;
  const { weight, stable, candidate } = rollout;
  if (!weight) return null;
  const isMoving =
    weight.actual !== undefined && weight.actual !== weight.desired;
  const max =
    weight.max !== undefined && weight.max < 100 ? weight.max : undefined;
  const label = [
    `${share} % of the traffic goes to ${revisionLabel(candidate) ?? 'the new version'}`,
    isMoving && `${weight.desired} % is wanted`,
    `the rest goes to ${revisionLabel(stable) ?? 'the stable version'}`,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <div className={styles.bar} role="img" aria-label={label} title={label}>
      <span className={styles.parts}>
        <span className={styles.stable} style={{ flexGrow: 100 - share }} />
        <span className={styles.candidate} style={{ flexGrow: share }} />
      </span>
      {isMoving && (
        <span
          className={styles.wanted}
          style={{ insetInlineEnd: `${weight.desired}%` }}
        />
      )}
      {max !== undefined && (
        <span className={styles.max} style={{ insetInlineEnd: `${max}%` }} />
      )}
    </div>
  );
}
