import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import {
  Deployment,
  ServiceDeployments,
} from '@fairlead/backstage-plugin-gitops-common';
import { useDeployments } from '../../data/useDeployments';
import { entityName } from '../../text/entityName';
import { EmptyNotice } from '../ui/EmptyNotice';
import { ErrorNotice } from '../ui/ErrorNotice';
import { Note } from '../ui/Note';
import { TableSkeleton } from '../ui/TableSkeleton';
import { DeploymentTable } from './DeploymentTable';
import styles from './HistoryDialog.module.css';

/** What was live in an environment of a service, and the way back to any of it. */
export function HistoryDialog(props: {
  service: ServiceDeployments;
  environment: string;
  titleOf: (environment: string) => string;
  onRollBack: (deployment: Deployment) => void;
  onClose: () => void;
}) {
  const { service, environment, titleOf, onRollBack, onClose } = props;
  const { entityRef } = service;
  const history = useDeployments({ entityRef, environment });
  const { data, error } = history;
  const rollback = service.environments.find(
    item => item.environment.name === environment,
  )?.allowances.rollback;

  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()} width={880}>
      <DialogHeader>
        History of {entityName(entityRef)} in {titleOf(environment)}
      </DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {error && (
            <ErrorNotice
              error={error}
              shownSince={data && history.updatedAt}
              onRetry={history.refetch}
              isRetrying={history.isRefreshing}
            />
          )}
          {history.isLoading && <TableSkeleton label="Loading the history" />}
          {data?.length === 0 && (
            <EmptyNotice title="Nothing is written down yet">
              <p>
                Versions appear here from the moment on at which the portal sees
                them become live.
              </p>
            </EmptyNotice>
          )}
          {data && data.length > 0 && (
            <>
              {rollback && !rollback.allowed && (
                <Note severity="info" title="You can’t roll back here">
                  <p>{rollback.why ?? 'You are not allowed to.'}</p>
                </Note>
              )}
              <DeploymentTable
                deployments={data}
                onRollBack={rollback?.allowed ? onRollBack : undefined}
              />
            </>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" size="small" onPress={onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
