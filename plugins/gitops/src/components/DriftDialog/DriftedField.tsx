import { Checkbox } from '@backstage/ui';
import { DriftField } from '@fairlead/backstage-plugin-gitops-common';
import { useMemo } from 'react';
import { valueDiff } from '../../text/valueDiff';
import { RelativeTime } from '../ui/RelativeTime';
import { DriftValue } from './DriftValue';
import styles from './DriftedField.module.css';

/** One field: what Git says and what is live, who changed it, and whether it can be written into Git. */
export function DriftedField(props: {
  field: DriftField;
  isChosen: boolean;
  onToggle: () => void;
}) {
  const { field, isChosen, onToggle } = props;
  const { path, git, live, masked, changedBy, adoptable } = field;
  const parts = useMemo(
    () =>
      git === undefined || live === undefined
        ? undefined
        : valueDiff(git, live),
    [git, live],
  );
  return (
    <li className={styles.field}>
      <div className={styles.top}>
        <code className={styles.path}>{path}</code>
        {changedBy && (
          <span className={styles.aside}>
            changed by {changedBy.manager}
            {changedBy.at && (
              <>
                {' '}
                <RelativeTime at={changedBy.at} />
              </>
            )}
          </span>
        )}
      </div>
      <dl className={styles.values}>
        <div className={styles.value} data-side="git">
          <dt>Git</dt>
          <dd>
            <DriftValue
              value={git}
              parts={parts?.git}
              isMasked={masked}
              absent="Git says nothing"
            />
          </dd>
        </div>
        <div className={styles.value} data-side="live">
          <dt>Live</dt>
          <dd>
            <DriftValue
              value={live}
              parts={parts?.live}
              isMasked={masked}
              absent="not there"
            />
          </dd>
        </div>
      </dl>
      {adoptable.allowed ? (
        <Checkbox isSelected={isChosen} onChange={onToggle}>
          Choose {path} for Git
        </Checkbox>
      ) : (
        <p className={styles.aside}>
          Can’t be written into Git from here:{' '}
          {adoptable.why ?? 'no reason is known.'}
        </p>
      )}
    </li>
  );
}
