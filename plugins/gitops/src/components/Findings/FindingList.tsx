import { Finding } from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { FindingNote } from './FindingNote';
import styles from './FindingList.module.css';

/** Findings, worst first: the worst in full, the others on request. */
export function FindingList(props: {
  findings: Finding[];
  label: string;
  onResources?: () => void;
}) {
  const { findings, label, onResources } = props;
  const [isOpen, setOpen] = useState(false);
  const [, ...more] = findings;
  if (findings.length === 0) return null;
  return (
    <div className={styles.root}>
      <ul className={styles.list} aria-label={label}>
        {(isOpen ? findings : findings.slice(0, 1)).map(finding => (
          <li key={keyOf(finding)}>
            <FindingNote finding={finding} onResources={onResources} />
          </li>
        ))}
      </ul>
      {more.length > 0 && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Show the worst only' : `${more.length} more`}
        </button>
      )}
    </div>
  );
}

function keyOf({ rule, title, explanation, resource }: Finding): string {
  return [
    rule,
    resource?.kind,
    resource?.namespace,
    resource?.name,
    title,
    explanation,
  ].join('/');
}
