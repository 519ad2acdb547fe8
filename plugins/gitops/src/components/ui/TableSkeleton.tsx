import { Skeleton, VisuallyHidden } from '@backstage/ui';
import styles from './TableSkeleton.module.css';

/** In place of a table until it is there. */
export function TableSkeleton(props: { label: string }) {
  return (
    <div role="status" className={styles.root}>
      <VisuallyHidden>{props.label}</VisuallyHidden>
      {[0, 1, 2, 3, 4, 5].map(row => (
        <Skeleton key={row} width="100%" height={44} />
      ))}
    </div>
  );
}
