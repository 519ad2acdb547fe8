import { ForgeBudget } from '@fairlead/backstage-plugin-gitops-common';
import { useForges } from '../../data/useForges';
import { budgetState } from '../../text/budgetWords';
import { DataTable } from '../ui/DataTable';
import { EmptyNotice } from '../ui/EmptyNotice';
import { ErrorNotice } from '../ui/ErrorNotice';
import { Status } from '../ui/Status';
import { TableSkeleton } from '../ui/TableSkeleton';
import { Until } from '../ui/Until';
import { useNow } from '../ui/useNow';
import styles from './FreezesPage.module.css';

const number = new Intl.NumberFormat('en-US');

/** How much of their rate limits the portal's credentials have left, since a used-up one holds promotions up, too. */
export function RateLimits() {
  const forges = useForges();
  const now = useNow();
  const { data, error } = forges;
  return (
    <>
      <h2 className={styles.title}>Rate limits</h2>
      {error && (
        <ErrorNotice
          error={error}
          shownSince={data && forges.updatedAt}
          onRetry={forges.refetch}
          isRetrying={forges.isRefreshing}
        />
      )}
      {forges.isLoading && <TableSkeleton label="Loading rate limits" />}
      {data?.length === 0 && (
        <EmptyNotice title="No forge was asked for anything yet" />
      )}
      {data && data.length > 0 && (
        <DataTable
          label="Rate limits of the forges"
          columns={['Forge', 'Left', 'State', 'Full again', 'Waiting']}
          rows={data.map(budget => ({
            key: `${budget.credential}/${budget.resource}`,
            cells: cellsOf(budget, now),
          }))}
        />
      )}
    </>
  );
}

function cellsOf(budget: ForgeBudget, now: number) {
  const { credential, resource, limit, remaining, pausedUntil } = budget;
  const isPaused = pausedUntil !== undefined && Date.parse(pausedUntil) > now;
  const left = `${number.format(remaining)} of ${number.format(limit)}`;
  return [
    <span key="forge" className={styles.stack}>
      {credential}
      <span className={styles.detail}>{resource}</span>
    </span>,
    <span key="left" className={styles.left}>
      <meter
        className={styles.meter}
        aria-label={`Left of ${credential}, ${resource}`}
        min={0}
        max={limit}
        low={limit * 0.1}
        high={limit * 0.3}
        optimum={limit}
        value={remaining}
      />
      <span className={styles.number}>{left}</span>
    </span>,
    <span key="state" className={styles.stack}>
      <Status {...budgetState(budget, now)} />
      {isPaused && (
        <span className={styles.detail}>
          <Until at={pausedUntil} />
        </span>
      )}
    </span>,
    <Until key="reset" at={budget.resetsAt} word="" />,
    <span key="waiting" className={styles.number}>
      {budget.waiting > 0 ? `${budget.waiting} requests` : 'none'}
    </span>,
  ];
}
