import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { UseQueryResult } from '@tanstack/react-query';
import { ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice';
import { RelativeTime } from './RelativeTime';
import { TableSkeleton } from './TableSkeleton';
import styles from './ReadingDialog.module.css';

/** A dialog of what is read when it is opened, and can be read again. Closing it cancels what is still asked for. */
export function ReadingDialog<Data extends { readAt: string }>(props: {
  title: string;
  width: number;
  /** A click beside it closes it: not where something may have been written in it. */
  isDismissable?: boolean;
  query: UseQueryResult<Data>;
  /** What is done meanwhile, as a sentence, and the name of what is waited for. */
  reading: { sentence: string; label: string };
  children: (data: Data) => ReactNode;
  /** Buttons after those that every such dialog has. */
  actions?: (data: Data) => ReactNode;
  onClose: () => void;
}) {
  const { title, width, query, reading, children, actions, onClose } = props;
  const { data, error, isFetching } = query;
  return (
    <Dialog
      isOpen
      isDismissable={props.isDismissable}
      onOpenChange={isOpen => !isOpen && onClose()}
      width={width}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {error && (
            <ErrorNotice
              error={error}
              shownSince={data && query.dataUpdatedAt}
              onRetry={() => query.refetch()}
              isRetrying={isFetching}
            />
          )}
          {!data && !error && (
            <>
              <p className={styles.reading} role="status">
                {reading.sentence}
              </p>
              <TableSkeleton label={reading.label} />
            </>
          )}
          {data && children(data)}
        </div>
      </DialogBody>
      <DialogFooter className={styles.footer}>
        {data && (
          <span className={styles.readAt} role="status">
            {isFetching ? (
              'Reading again…'
            ) : (
              <>
                Read <RelativeTime at={data.readAt} />
              </>
            )}
          </span>
        )}
        <Button
          variant="secondary"
          size="small"
          iconStart={<RiRefreshLine aria-hidden="true" />}
          isPending={isFetching}
          onPress={() => query.refetch()}
        >
          Reload
        </Button>
        <Button variant="secondary" size="small" onPress={onClose}>
          Close
        </Button>
        {data && actions?.(data)}
      </DialogFooter>
    </Dialog>
  );
}
