import { Alert, Button } from '@backstage/ui';
import { explainError } from '../../data/explainError';
import { RelativeTime } from './RelativeTime';
import styles from './ErrorNotice.module.css';

/** What went wrong, why, and what to do. With `shownSince`, the data on the page is older but still there. */
export function ErrorNotice(props: {
  error: unknown;
  onRetry?: () => void;
  isRetrying?: boolean;
  shownSince?: number;
}) {
  const { error, onRetry, isRetrying, shownSince } = props;
  const { title, message, remedy } = explainError(error);
  return (
    <Alert
      role="alert"
      status={shownSince ? 'warning' : 'danger'}
      icon
      title={shownSince ? 'This page could not be brought up to date' : title}
      description={
        <span className={styles.text}>
          {shownSince ? (
            <>
              It shows what was known{' '}
              <RelativeTime at={new Date(shownSince).toISOString()} />. {title}
              :{' '}
            </>
          ) : null}
          {message} {remedy}
        </span>
      }
      customActions={
        onRetry && (
          <Button
            size="small"
            variant="secondary"
            isPending={isRetrying}
            onPress={onRetry}
          >
            Try again
          </Button>
        )
      }
    />
  );
}
