import { Select } from '@backstage/ui';
import { useId } from 'react';
import { endChoices, EndTime } from '../../text/endTimes';
import styles from './EndField.module.css';

/** When something ends by itself, if it does. */
export function EndField(props: {
  value: EndTime;
  onChange: (value: EndTime) => void;
  problem: string;
}) {
  const { value, onChange, problem } = props;
  const problemId = useId();
  return (
    <div className={styles.root}>
      <Select
        label="Ends"
        options={endChoices.map(({ id, label }) => ({ id, label }))}
        value={value.choice}
        onChange={key => {
          const chosen = endChoices.find(({ id }) => id === key);
          if (chosen) onChange({ ...value, choice: chosen.id });
        }}
      />
      {value.choice === 'exact' && (
        <label className={styles.exact}>
          Ends at (your time)
          <input
            type="datetime-local"
            className={styles.input}
            value={value.exact}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? problemId : undefined}
            onChange={event =>
              onChange({ ...value, exact: event.target.value })
            }
          />
        </label>
      )}
      {problem && (
        <p id={problemId} role="alert" className={styles.invalid}>
          {problem}
        </p>
      )}
    </div>
  );
}
