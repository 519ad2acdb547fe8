import {
  Allowance,
  fairleadAnnotations,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import { useCommits } from '../../data/useCommits';
import { liveCommit } from '../../text/sourceLink';
import { TargetBlock } from './TargetBlock';
import { TargetAllowances } from './targetTask';
import styles from './UnassignedTargets.module.css';

const noEnvironment: Allowance = {
  allowed: false,
  why: 'Who may do this depends on the environment, and this target has none.',
};

const nothing: TargetAllowances = {
  sync: noEnvironment,
  refresh: noEnvironment,
  suspend: noEnvironment,
  logs: noEnvironment,
  adopt: noEnvironment,
  rollback: noEnvironment,
  rollout: {
    promote: noEnvironment,
    'promote-full': noEnvironment,
    pause: noEnvironment,
    resume: noEnvironment,
    abort: noEnvironment,
    retry: noEnvironment,
    restart: noEnvironment,
  },
};

/** Targets of the service that match no environment, and how they get one. */
export function UnassignedTargets(props: { targets: Target[] }) {
  const { targets } = props;
  const commitOf = useCommits(
    targets.flatMap(target => liveCommit(target) ?? []),
  );
  return (
    <section aria-labelledby="unassigned" className={styles.root}>
      <h3 id="unassigned" className={styles.title}>
        Without an environment
      </h3>
      <p className={styles.how}>
        These targets belong to the service but match no environment. Label them
        with <code>{fairleadAnnotations.environment}: &lt;name&gt;</code>, or
        add a rule to <code>gitops.environments</code> in the portal’s config.
      </p>
      <div className={styles.list}>
        {targets.map(target => (
          <div key={target.id} className={styles.panel}>
            <TargetBlock
              target={target}
              allowances={nothing}
              commitOf={commitOf}
            />
          </div>
        ))}
      </div>
    </section>
  );
}
