import { usePromotion } from '../../data/usePromotion';
import { ErrorNotice } from '../ui/ErrorNotice';
import { PromotionDetails } from './PromotionDetails';
import { PromotionSkeleton } from './PromotionSkeleton';
import styles from './PromotionPage.module.css';

/** One promotion: where it stands, what it waits for, and all that happened. */
export function PromotionPage(props: { id: string }) {
  const promotion = usePromotion(props.id);
  const { data, error } = promotion;
  return (
    <div className={styles.page}>
      {error && (
        <ErrorNotice
          error={error}
          shownSince={data && promotion.updatedAt}
          onRetry={promotion.refetch}
          isRetrying={promotion.isRefreshing}
        />
      )}
      {data && <PromotionDetails detail={data} />}
      {promotion.isLoading && <PromotionSkeleton />}
    </div>
  );
}
