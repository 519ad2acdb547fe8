import { Button } from '@backstage/ui';
import { DriftEntry } from '@fairlead/backstage-plugin-gitops-common';
import { RiArrowDownSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { driftWords } from '../../text/driftWords';
import styles from './DriftList.module.css';

/** How many resources differ from Git, and on request which. */
export function DriftList(props: {
  drift: DriftEntry[];
  onDetails: () => void;
}) {
  const { drift, onDetails } = props;
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
        <div id={listId} className={styles.list}>
          <ul>
            {drift.map(entry => (
              <li
                key={`${entry.group}/${entry.kind}/${entry.namespace}/${entry.name}`}
              >
                <span className={styles.name}>
                  {entry.kind} {entry.name}
                </span>{' '}
                {driftWords[entry.difference]}
              </li>
            ))}
          </ul>
          <Button size="small" variant="secondary" onPress={onDetails}>
            Show the differences
          </Button>
        </div>
      )}
    </>
  );
}
