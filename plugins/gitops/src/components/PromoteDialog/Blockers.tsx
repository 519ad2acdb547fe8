import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { Note } from '../ui/Note';
import styles from './Blockers.module.css';

/** Why a plan can't be carried out, with file and line where there is one. */
export function Blockers(props: { blockers: PlanBlocker[] }) {
  const { blockers } = props;
  if (blockers.length === 0) return null;
  return (
    <Note severity="error" title="This can’t be promoted as Git stands">
      <ul>
        {blockers.map(blocker => (
          <li key={`${blocker.code}/${blocker.file}/${blocker.line}`}>
            {blocker.file && (
              <code className={styles.place}>
                {blocker.file}
                {blocker.line ? `:${blocker.line}` : ''}
              </code>
            )}{' '}
            {blocker.message}
          </li>
        ))}
      </ul>
    </Note>
  );
}
