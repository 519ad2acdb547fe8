import { Alert } from '@backstage/ui';
import { SourceProblem } from '@fairlead/backstage-plugin-gitops-common';
import { faultWords } from '../../text/faults';
import { RelativeTime } from './RelativeTime';
import styles from './SourceProblems.module.css';

/** Why there may be less on the page than there is in the world. */
export function SourceProblems(props: { problems: SourceProblem[] }) {
  return props.problems.map(problem => (
    <Alert
      key={`${problem.cluster}/${problem.kind}`}
      status="warning"
      icon
      title={
        problem.kind
          ? `${problem.kind}s of cluster ${problem.cluster} can’t be read`
          : `Cluster ${problem.cluster} can’t be read`
      }
      description={
        <span className={styles.text}>
          {problem.message} Since <RelativeTime at={problem.since} />.{' '}
          <strong>Whose fault:</strong> {faultWords[problem.fault].whose}.{' '}
          <strong>What to do:</strong>{' '}
          {problem.remedy ?? faultWords[problem.fault].remedy}
        </span>
      }
    />
  ));
}
