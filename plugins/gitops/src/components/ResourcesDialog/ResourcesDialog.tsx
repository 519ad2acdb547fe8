import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { Allowance, Target } from '@fairlead/backstage-plugin-gitops-common';
import { RiRefreshLine } from '@remixicon/react';
import { useResources } from '../../data/useResources';
import { ErrorNotice } from '../ui/ErrorNotice';
import { RelativeTime } from '../ui/RelativeTime';
import { TableSkeleton } from '../ui/TableSkeleton';
import { ResourceExplorer } from './ResourceExplorer';
import styles from './ResourcesDialog.module.css';

/** What a target consists of in its cluster, read when it is opened. Closing it cancels what is still asked for. */
export function ResourcesDialog(props: {
  target: Target;
  logs: Allowance;
  onClose: () => void;
}) {
  const { target, logs, onClose } = props;
  const resources = useResources(target.id);
  const { data, error } = resources;
  return (
    <Dialog
      isOpen
      isDismissable
      onOpenChange={isOpen => !isOpen && onClose()}
      width={1080}
    >
      <DialogHeader>Resources of {target.status.object.name}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {error && (
            <ErrorNotice
              error={error}
              shownSince={data && resources.dataUpdatedAt}
              onRetry={() => resources.refetch()}
              isRetrying={resources.isFetching}
            />
          )}
          {!data && !error && (
            <>
              <p className={styles.reading} role="status">
                Reading them from cluster {target.status.object.cluster}…
              </p>
              <TableSkeleton label="Loading resources" />
            </>
          )}
          {data && <ResourceExplorer target={target} tree={data} logs={logs} />}
        </div>
      </DialogBody>
      <DialogFooter className={styles.footer}>
        {data && (
          <span className={styles.readAt} role="status">
            {resources.isFetching ? (
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
          isPending={resources.isFetching}
          onPress={() => resources.refetch()}
        >
          Reload
        </Button>
        <Button variant="secondary" size="small" onPress={onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
