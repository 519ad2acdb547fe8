import { useMemo } from 'react';
import { useFleet } from '../../data/useFleet';
import { useQueryState } from '../../routing/useQueryState';
import { byUrgency, filterFleet } from '../../text/fleetFilter';
import { EmptyNotice } from '../ui/EmptyNotice';
import { ErrorNotice } from '../ui/ErrorNotice';
import { Paging, pageOf } from '../ui/Paging';
import { SourceProblems } from '../ui/SourceProblems';
import { TableSkeleton } from '../ui/TableSkeleton';
import { FleetFilters } from './FleetFilters';
import { FleetMatrix } from './FleetMatrix';
import { fleetFilterOf } from './fleetFilterOf';
import styles from './FleetPage.module.css';

/** Services × environments over the whole fleet. */
export function FleetPage() {
  const fleet = useFleet();
  const { query, setQuery } = useQueryState();
  const { data, error } = fleet;

  const filter = useMemo(() => fleetFilterOf(query), [query]);
  const isByName = query.get('sort') === 'name';
  const rows = useMemo(() => {
    const shown = filterFleet(data?.rows ?? [], filter);
    return isByName
      ? shown.sort((a, b) => a.title.localeCompare(b.title))
      : shown.sort(byUrgency);
  }, [data, filter, isByName]);
  const page = pageOf(query.get('page'), rows.length);

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
      {fleet.isLoading && <TableSkeleton label="Loading services" />}
      {data && (
        <>
          <SourceProblems problems={data.problems} />
          {data.rows.length === 0 ? (
            <EmptyNotice title="No service is connected yet">
              <p>
                A service appears here once a component of the catalog is
                connected to what deploys it. Its Deployments tab says which
                annotation to add.
              </p>
            </EmptyNotice>
          ) : (
            <>
              <FleetFilters
                fleet={data}
                filter={filter}
                isByName={isByName}
                onChange={changes => setQuery({ ...changes, page: '' })}
              />
              <p role="status" className={styles.count}>
                {rows.length < data.rows.length && `${rows.length} of `}
                {data.rows.length === 1
                  ? '1 service'
                  : `${data.rows.length} services`}
              </p>
              {rows.length === 0 ? (
                <EmptyNotice title="No service matches these filters">
                  <p>Widen or clear them to see more.</p>
                </EmptyNotice>
              ) : (
                <FleetMatrix
                  environments={data.environments.filter(
                    ({ name }) =>
                      !filter.environment || name === filter.environment,
                  )}
                  rows={rows.slice(page.start, page.end)}
                />
              )}
              <Paging
                page={page}
                onPage={number => setQuery({ page: `${number || ''}` })}
              />
            </>
          )}
        </>
      )}
    </div>
  );
}
