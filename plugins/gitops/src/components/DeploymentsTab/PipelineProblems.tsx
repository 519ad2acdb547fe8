import { Alert } from '@backstage/ui';
import { PipelineProblem } from '@fairlead/backstage-plugin-gitops-common';
import { ExternalLink } from '../ui/ExternalLink';
import styles from './PipelineProblems.module.css';

/** Mistakes in the pipeline file of a service, and what holds meanwhile. */
export function PipelineProblems(props: { problems: PipelineProblem[] }) {
  const { problems } = props;
  if (problems.length === 0) return null;
  return (
    <Alert
      status="warning"
      icon
      title={
        problems.length === 1
          ? 'A mistake in the pipeline file'
          : `${problems.length} mistakes in the pipeline file`
      }
      description={
        <div className={styles.body}>
          <ul className={styles.list}>
            {problems.map(problem => (
              <li key={`${place(problem)} ${problem.message}`}>
                {problem.url ? (
                  <ExternalLink href={problem.url} className={styles.place}>
                    {place(problem)}
                  </ExternalLink>
                ) : (
                  <code className={styles.place}>{place(problem)}</code>
                )}{' '}
                {problem.message}
              </li>
            ))}
          </ul>
          <p>What it said before holds until it is corrected in Git.</p>
        </div>
      }
    />
  );
}

function place({ file, line, column }: PipelineProblem): string {
  return `${file}, line ${line}, column ${column}`;
}
