import { RelativeTime } from './RelativeTime';
import styles from './Since.module.css';

/** After the title of a remark: how long it has been so. */
export function Since(props: { at: string | undefined }) {
  const { at } = props;
  return at ? (
    <span className={styles.since}>
      {' '}
      · <RelativeTime at={at} />
    </span>
  ) : null;
}
