import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  Card,
  CardBody,
  CardHeader,
  Link,
  Skeleton,
  Text,
} from '@backstage/ui';
import { targetsOf, useService } from '../../data/useService';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { ErrorNotice } from '../ui/ErrorNotice';
import { OverviewRow } from './OverviewRow';
import styles from './OverviewCard.module.css';

/** What runs where, in a line for each environment. */
export function OverviewCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const service = useService(entityRef);
  const tab = useGitopsLinks().deployments(entityRef);
  const { data, error } = service;
  const isEmpty = data && targetsOf(data).length === 0;
  return (
    <Card>
      <CardHeader>
        <div className={styles.header}>
          <Text as="h3" variant="title-x-small" weight="bold">
            Deployments
          </Text>
          {tab && <Link href={tab}>All details</Link>}
        </div>
      </CardHeader>
      <CardBody>
        <div className={styles.body}>
          {error && (
            <ErrorNotice
              error={error}
              shownSince={data && service.updatedAt}
              onRetry={service.refetch}
              isRetrying={service.isRefreshing}
            />
          )}
          {service.isLoading && (
            <div role="status" aria-label="Loading deployments">
              <Skeleton width="100%" height={96} />
            </div>
          )}
          {isEmpty && (
            <p className={styles.empty}>
              {data.annotated
                ? 'Nothing is deployed of this service that the portal can see.'
                : 'This service is not connected to its deployments yet. The Deployments tab says which annotation to add.'}
            </p>
          )}
          {data && !isEmpty && (
            <ul className={styles.rows}>
              {data.environments.map(item => (
                <OverviewRow key={item.environment.name} item={item} />
              ))}
            </ul>
          )}
          {data && data.unassigned.length > 0 && (
            <p className={styles.empty}>
              {data.unassigned.length} without an environment.
            </p>
          )}
        </div>
      </CardBody>
    </Card>
  );
}
