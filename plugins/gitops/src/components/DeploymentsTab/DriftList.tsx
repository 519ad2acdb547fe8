import { DriftEntry } from '@fairlead/backstage-plugin-gitops-common';
import { RiArrowDownSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import styles from './DriftList.module.css';

const words: Record<DriftEntry['difference'], string> = {
  changed: 'differs from Git',
  missing: 'in Git, but not in the cluster',
  extra: 'in the cluster, but no longer in Git',
};

/** How many resources differ from Git, and on request which. */
export function DriftList(props: { drift: DriftEntry[] }) {
  const { drift } = props;
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  if (drift.length === 0) return null;
  return (
    <>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        {drift.length} drifted
        <RiArrowDownSLine aria-hidden="true" className={styles.arrow} />
      </button>
      {isOpen && (
        <ul id={listId} className={styles.list}>
          {drift.map(entry => (
            <li
              key={`${entry.group}/${entry.kind}/${entry.namespace}/${entry.name}`}
            >
              <span className={styles.name}>
                {entry.kind} {entry.name}
              </span>{' '}
              {words[entry.difference]}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
