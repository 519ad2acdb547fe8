import { EnvironmentPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { RiArrowDownSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { policyLines, policySummary } from '../../text/policyWords';
import styles from './PolicySummary.module.css';

/** The rules of an environment in one line, and on request all of them. */
export function PolicySummary(props: { policy: EnvironmentPolicy }) {
  const { policy } = props;
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  return (
    <div>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        Rules: {policySummary(policy)}
        <RiArrowDownSLine aria-hidden="true" className={styles.arrow} />
      </button>
      {isOpen && (
        <dl id={listId} className={styles.lines}>
          {policyLines(policy).map(({ label, text }) => (
            <div key={label} className={styles.line}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
