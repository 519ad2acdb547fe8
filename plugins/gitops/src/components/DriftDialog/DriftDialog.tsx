import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { RiLoopRightLine, RiRefreshLine } from '@remixicon/react';
import { useDrift } from '../../data/useDrift';
import { TargetAllowances } from '../DeploymentsTab/targetTask';
import { ErrorNotice } from '../ui/ErrorNotice';
import { ExplainedButton } from '../ui/ExplainedButton';
import { RelativeTime } from '../ui/RelativeTime';
import { TableSkeleton } from '../ui/TableSkeleton';
import { DriftBody } from './DriftBody';
import styles from './DriftDialog.module.css';

/** What differs from Git, field by field, what will become of it, and what can be done. */
export function DriftDialog(props: {
  target: Target;
  allowances: Pick<TargetAllowances, 'sync' | 'adopt'>;
  onSync: () => void;
  onClose: () => void;
}) {
  const { target, allowances, onSync, onClose } = props;
  const { object, actions } = target.status;
  const drift = useDrift(target.id);
  const { data, error } = drift;
  const canSync = !actions || actions.includes('sync');
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()} width={960}>
      <DialogHeader>Drift of {object.name}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {error && (
            <ErrorNotice
              error={error}
              shownSince={data && drift.dataUpdatedAt}
              onRetry={() => drift.refetch()}
              isRetrying={drift.isFetching}
            />
          )}
          {!data && !error && (
            <>
              <p role="status" className={styles.aside}>
                Comparing cluster {object.cluster} with Git…
              </p>
              <TableSkeleton label="Loading differences" />
            </>
          )}
          {data && (
            <DriftBody
              targetId={target.id}
              drift={data}
              adopt={allowances.adopt}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter className={styles.footer}>
        {data && (
          <span className={styles.readAt} role="status">
            {drift.isFetching ? (
              'Comparing again…'
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
          isPending={drift.isFetching}
          onPress={() => drift.refetch()}
        >
          Reload
        </Button>
        <Button variant="secondary" size="small" onPress={onClose}>
          Close
        </Button>
        {canSync && data && data.resources.length > 0 && (
          <ExplainedButton
            variant="primary"
            iconStart={<RiLoopRightLine aria-hidden="true" />}
            allowance={allowances.sync}
            onPress={onSync}
          >
            Sync
          </ExplainedButton>
        )}
      </DialogFooter>
    </Dialog>
  );
}
