import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { RiAlertLine } from '@remixicon/react';
import styles from './RolloutCounts.module.css';

/** Rounds of checks, checks that failed, and what weight is aimed at, where they are counted. */
export function RolloutCounts(props: { rollout: RolloutStatus }) {
  const { iterations, failedChecks, weight } = props.rollout;
  const isMoving =
    weight?.actual !== undefined && weight.actual !== weight.desired;
  const endsEarly = weight?.max !== undefined && weight.max < 100;
  if (!iterations && !failedChecks && !isMoving && !endsEarly) return null;
  return (
    <dl className={styles.counts}>
      {isMoving && (
        <div>
          <dt>Wanted weight</dt>
          <dd>{weight.desired} %</dd>
        </div>
      )}
      {endsEarly && (
        <div>
          <dt>Switches at</dt>
          <dd>{weight.max} %</dd>
        </div>
      )}
      {iterations && (
        <div>
          <dt>Rounds of checks</dt>
          <dd>
            {iterations.done} of {iterations.total}
          </dd>
        </div>
      )}
      {failedChecks && (
        <div data-failing={failedChecks.count > 0 ? '' : undefined}>
          <dt>Failed checks</dt>
          <dd>
            {failedChecks.count > 0 && (
              <RiAlertLine aria-hidden="true" className={styles.icon} />
            )}
            {failedChecks.count} (limit {failedChecks.limit})
          </dd>
        </div>
      )}
    </dl>
  );
}
