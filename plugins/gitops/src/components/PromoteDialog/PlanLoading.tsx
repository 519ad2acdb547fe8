import { Button, DialogBody, DialogFooter, Skeleton } from '@backstage/ui';
import { ErrorNotice } from '../ui/ErrorNotice';
import styles from './PromoteForm.module.css';

/** Until the plan is there, or why it is not. */
export function PlanLoading(props: {
  error: Error | null;
  isPlanning: boolean;
  onRetry: () => void;
  onClose: () => void;
}) {
  const { error, isPlanning, onRetry, onClose } = props;
  return (
    <>
      <DialogBody>
        <div className={styles.body}>
          {error && (
            <ErrorNotice
              error={error}
              onRetry={onRetry}
              isRetrying={isPlanning}
            />
          )}
          {isPlanning && (
            <div role="status" className={styles.body}>
              <p>Reading the GitOps repository and computing the diff…</p>
              <Skeleton width="60%" height={16} />
              <Skeleton width="100%" height={120} />
            </div>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" size="small" onPress={onClose}>
          Cancel
        </Button>
      </DialogFooter>
    </>
  );
}
