import {
  fairleadAnnotations,
  Target,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { useFleet } from '../../data/useFleet';
import { useQueryState } from '../../routing/useQueryState';
import { sourcePage } from '../../text/sourceLink';
import { DataTable } from '../ui/DataTable';
import { EmptyNotice } from '../ui/EmptyNotice';
import { ErrorNotice } from '../ui/ErrorNotice';
import { ExternalLink } from '../ui/ExternalLink';
import { pageOf, Paging } from '../ui/Paging';
import { TableSkeleton } from '../ui/TableSkeleton';
import { Health, Sync } from '../ui/targetStatuses';
import styles from './UnassignedPage.module.css';

/** Targets that belong to no service or to no environment, and how to change that. */
export function UnassignedPage() {
  const fleet = useFleet();
  const { query, setQuery } = useQueryState();
  const { data, error } = fleet;
  const targets = data?.unassigned ?? [];
  const page = pageOf(query.get('page'), targets.length);
  return (
    <div className={styles.page}>
      {error && (
        <ErrorNotice
          error={error}
          shownSince={data && fleet.updatedAt}
          onRetry={fleet.refetch}
          isRetrying={fleet.isRefreshing}
        />
      )}
      {fleet.isLoading && <TableSkeleton label="Loading targets" />}
      {data && targets.length === 0 && (
        <EmptyNotice title="Every target has its service and its environment" />
      )}
      {targets.length > 0 && (
        <>
          <p className={styles.how}>
            These run on a cluster that the portal reads, but belong to no
            service or to no environment. Annotate them with{' '}
            <code>{fairleadAnnotations.entityRef}</code> to give them a service
            (or annotate the service’s catalog entity), and label them with{' '}
            <code>{fairleadAnnotations.environment}</code> or add a rule to{' '}
            <code>gitops.environments</code> to give them an environment.
          </p>
          <DataTable
            label="Targets without service or environment"
            columns={[
              'Target',
              'Lacks',
              'Version',
              'Health',
              'Sync',
              'Cluster',
              'Source',
            ]}
            rows={targets
              .slice(page.start, page.end)
              .map(target => ({ key: target.id, cells: cellsOf(target) }))}
          />
          <Paging
            page={page}
            onPage={number => setQuery({ page: `${number || ''}` })}
          />
        </>
      )}
    </div>
  );
}

function cellsOf(target: Target) {
  const { status, environment } = target;
  const { object } = status;
  const source = sourcePage(target);
  return [
    <span
      key="name"
      title={`${object.kind} ${object.namespace}/${object.name}`}
    >
      {object.name}
    </span>,
    environment ? 'a service' : 'an environment',
    versionLabel(status.version) || 'unknown',
    <Health key="health" status={status.health.status} />,
    <Sync key="sync" status={status.sync.status} />,
    [object.cluster, status.destination.namespace].filter(Boolean).join(' / '),
    source && (
      <ExternalLink key="source" href={source.url}>
        {source.title}
      </ExternalLink>
    ),
  ];
}
