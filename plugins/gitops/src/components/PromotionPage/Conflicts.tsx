import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { Note } from '../ui/Note';
import styles from './Conflicts.module.css';

/** Values that somebody else changed to a third one, and what a person can do about it. */
export function Conflicts(props: { promotion: Promotion }) {
  const { conflicts, plan } = props.promotion;
  if (conflicts.length === 0) return null;
  return (
    <Note
      severity="error"
      title={
        conflicts.length === 1
          ? 'Somebody else changed the same value in the meantime'
          : `Somebody else changed ${conflicts.length} of the same values in the meantime`
      }
    >
      <ul className={styles.list} aria-label="Conflicts">
        {conflicts.map(({ file, pointer, from, to, now }) => (
          <li key={`${file}/${pointer}`}>
            <code className={styles.place}>
              {file} · {pointer}
            </code>
            <dl className={styles.values}>
              <dt>It was</dt>
              <dd>{from}</dd>
              <dt>This promotion writes</dt>
              <dd>{to}</dd>
              <dt>It is now</dt>
              <dd className={styles.now}>
                {now ?? 'gone: the place is not there any more'}
              </dd>
            </dl>
          </li>
        ))}
      </ul>
      <p>
        <strong>What to do:</strong> if this promotion is right, set the value
        back on <code>{plan.baseBranch}</code>, and it goes on by itself. If the
        other change is right, cancel this promotion.
      </p>
    </Note>
  );
}
