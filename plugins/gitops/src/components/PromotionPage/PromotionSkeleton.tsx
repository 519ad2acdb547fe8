import { Skeleton, VisuallyHidden } from '@backstage/ui';
import styles from './PromotionPage.module.css';

/** In place of a promotion until it is there. */
export function PromotionSkeleton() {
  return (
    <div role="status" className={styles.page}>
      <VisuallyHidden>Loading the promotion</VisuallyHidden>
      <Skeleton width="40%" height={32} />
      <Skeleton width="70%" height={20} />
      <Skeleton width="100%" height={72} />
      <Skeleton width="100%" height={200} />
    </div>
  );
}
