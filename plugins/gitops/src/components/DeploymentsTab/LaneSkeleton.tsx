import { Skeleton, VisuallyHidden } from '@backstage/ui';
import styles from './LaneSkeleton.module.css';

/** In place of the lane until it is there. */
export function LaneSkeleton() {
  return (
    <div role="status" className={styles.lane}>
      <VisuallyHidden>Loading deployments</VisuallyHidden>
      {[0, 1, 2].map(column => (
        <div key={column} className={styles.panel} aria-hidden="true">
          <Skeleton width="40%" height={20} />
          <Skeleton width="60%" height={28} />
          <Skeleton width="80%" height={16} />
          <Skeleton width="70%" height={16} />
          <Skeleton width="50%" height={32} />
        </div>
      ))}
    </div>
  );
}
