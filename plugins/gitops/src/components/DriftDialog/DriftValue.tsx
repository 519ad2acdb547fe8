import { ValuePart } from '../../text/valueDiff';
import styles from './DriftValue.module.css';

/** A value of a field. What only this side has is marked; what may not be seen is only said to be there. */
export function DriftValue(props: {
  value: string | undefined;
  parts: ValuePart[] | undefined;
  isMasked: boolean | undefined;
  absent: string;
}) {
  const { value, parts, isMasked, absent } = props;
  if (isMasked) {
    return (
      <span className={styles.absent}>
        <span aria-hidden="true">••••••</span> not shown
      </span>
    );
  }
  if (value === undefined)
    return <span className={styles.absent}>{absent}</span>;
  return (
    <code className={styles.value}>
      {(parts ?? [{ text: value, isOwn: false }]).map((part, index) =>
        part.isOwn ? (
          // The parts of a value have no names, and never change order.
          <mark key={index} className={styles.own}>
            {part.text}
          </mark>
        ) : (
          <span key={index}>{part.text}</span>
        ),
      )}
    </code>
  );
}
