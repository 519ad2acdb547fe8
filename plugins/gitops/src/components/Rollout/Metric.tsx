import { RolloutAnalysis } from '@fairlead/backstage-plugin-gitops-common';
import { metricCounts, numbersOf } from '../../text/metricWords';
import { analysisTones } from '../../text/rolloutWords';
import { RelativeTime } from '../ui/RelativeTime';
import { Status } from '../ui/Status';
import { Sparkline } from './Sparkline';
import styles from './Metric.module.css';

/** One metric: what its value must be, what it was, and how often it failed. */
export function Metric(props: { metric: RolloutAnalysis['metrics'][number] }) {
  const { metric } = props;
  const { measurements } = metric;
  const [last] = measurements;
  const numbers = numbersOf(metric);
  return (
    <li className={styles.metric}>
      <div className={styles.top}>
        <span className={styles.name}>{metric.name}</span>
        {metric.dryRun && (
          <span
            className={styles.mark}
            title="It is measured, but does not count"
          >
            dry run
          </span>
        )}
        {(last || metric.phase !== 'Unknown') && (
          <Status tone={analysisTones[metric.phase]} word={metric.phase} />
        )}
      </div>
      {metric.condition && (
        <p className={styles.condition}>
          has to be <code>{metric.condition}</code>
        </p>
      )}
      {last && (
        <div className={styles.values}>
          {numbers.length > 1 ? (
            <Sparkline name={metric.name} points={numbers} />
          ) : (
            measurements.length > 1 && (
              <span className={styles.list}>
                {measurements
                  .slice(1, 4)
                  .flatMap(({ value }) => value ?? [])
                  .reverse()
                  .join(' → ')}
              </span>
            )
          )}
          <span className={styles.last}>
            {last.value ?? last.phase}
            {last.at && (
              <span className={styles.at}>
                {' '}
                <RelativeTime at={last.at} />
              </span>
            )}
          </span>
        </div>
      )}
      <p className={styles.counts}>{metricCounts(metric)}</p>
      {(metric.message ?? last?.message) && (
        <p className={styles.message}>{metric.message ?? last?.message}</p>
      )}
    </li>
  );
}
