import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import styles from './RolloutFacts.module.css';

/** What a rollout works with: its object, workload, services and router, and what Git does not know of it. */
export function RolloutFacts(props: { rollout: RolloutStatus }) {
  const { rollout } = props;
  const { object, workload, services, trafficRouter } = rollout;
  const facts: Array<[string, string | undefined]> = [
    [object.kind, `${object.namespace}/${object.name}`],
    ['Workload', workload && `${workload.kind} ${workload.name}`],
    ['Active service', services.active],
    ['Preview service', services.preview],
    ['Stable service', services.stable],
    ['Canary service', services.canary],
    ['Traffic divided by', trafficRouter],
    ['Paused for', rollout.pause?.reason],
    ['Not known to Git', rollout.aborted ? undefined : rollout.unknownToGit],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
