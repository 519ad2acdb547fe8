import { Restriction } from '@fairlead/backstage-plugin-gitops-common';
import { useQueryState } from '../../routing/useQueryState';
import { entityName } from '../../text/entityName';
import { DataTable } from '../ui/DataTable';
import { pageOf, Paging } from '../ui/Paging';
import { RelativeTime } from '../ui/RelativeTime';
import { RestrictionCovers, RestrictionWhat, RestrictionWhy } from './cells';
import styles from './FreezesPage.module.css';

/** What was in force once, and how it ended. */
export function PastRestrictions(props: {
  restrictions: Restriction[];
  titleOf: (environment: string) => string;
}) {
  const { restrictions, titleOf } = props;
  const { query, setQuery } = useQueryState();
  const page = pageOf(query.get('page'), restrictions.length);
  return (
    <>
      <h2 className={styles.title}>History</h2>
      <DataTable
        label="History of restrictions"
        columns={['What', 'Covered', 'Why', 'Ended']}
        rows={restrictions.slice(page.start, page.end).map(restriction => ({
          key: restriction.id,
          cells: [
            <RestrictionWhat key="what" restriction={restriction} />,
            <RestrictionCovers
              key="covers"
              restriction={restriction}
              titleOf={titleOf}
            />,
            <RestrictionWhy key="why" restriction={restriction} />,
            <Ended key="ended" restriction={restriction} />,
          ],
        }))}
      />
      <Paging
        page={page}
        onPage={number => setQuery({ page: `${number || ''}` })}
      />
    </>
  );
}

function Ended({ restriction }: { restriction: Restriction }) {
  const { endsAt, liftedAt, liftedBy, liftReason } = restriction;
  const at = liftedAt ?? endsAt;
  return (
    <span className={`${styles.stack} ${styles.end}`}>
      <span>
        {liftedAt ? 'Lifted ' : 'By itself '}
        {at && <RelativeTime at={at} />}
      </span>
      {liftedAt && (
        <span className={styles.detail}>
          {liftedBy && entityName(liftedBy)}
          {liftReason && `: ${liftReason}`}
        </span>
      )}
    </span>
  );
}
