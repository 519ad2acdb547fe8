import { Restriction } from '@fairlead/backstage-plugin-gitops-common';
import { RiSnowflakeLine } from '@remixicon/react';
import { useState } from 'react';
import { useFleet } from '../../data/useFleet';
import { useFreezeAllAllowance } from '../../data/useFreezeAllAllowance';
import { useRestrictions } from '../../data/useRestrictions';
import { restrictionState } from '../../text/restrictionWords';
import { LiftDialog } from '../RestrictionDialogs/LiftDialog';
import { StopLineDialog } from '../RestrictionDialogs/StopLineDialog';
import { EmptyNotice } from '../ui/EmptyNotice';
import { ErrorNotice } from '../ui/ErrorNotice';
import { ExplainedButton } from '../ui/ExplainedButton';
import { TableSkeleton } from '../ui/TableSkeleton';
import { useNow } from '../ui/useNow';
import { PastRestrictions } from './PastRestrictions';
import { RateLimits } from './RateLimits';
import { RestrictionTable } from './RestrictionTable';
import styles from './FreezesPage.module.css';

/** What holds promotions up everywhere, the switch that stops the line, and how much the forges still allow. */
export function FreezesPage() {
  const restrictions = useRestrictions();
  const fleet = useFleet();
  const now = useNow();
  const stopLine = useFreezeAllAllowance();
  const [asked, setAsked] = useState<'stop' | Restriction>();
  const { data, error } = restrictions;
  const environments = fleet.data?.environments ?? [];
  const titleOf = (name: string) =>
    environments.find(item => item.name === name)?.title ?? name;
  const close = () => setAsked(undefined);
  const isInForce = (item: Restriction) =>
    restrictionState(item, now) === 'in force';
  const inForce = data?.filter(isInForce) ?? [];
  const past = data?.filter(item => !isInForce(item)) ?? [];

  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <p className={styles.how}>
          A freeze holds up all promotions that it covers: none opens its pull
          request and none is merged until it ends or is lifted. Freezes of one
          service, holds, pins and vetoes are made on its Deployments tab.
        </p>
        <ExplainedButton
          variant="primary"
          destructive
          iconStart={<RiSnowflakeLine aria-hidden="true" />}
          allowance={stopLine}
          onPress={() => setAsked('stop')}
        >
          Stop the line…
        </ExplainedButton>
      </div>
      {error && (
        <ErrorNotice
          error={error}
          shownSince={data && restrictions.updatedAt}
          onRetry={restrictions.refetch}
          isRetrying={restrictions.isRefreshing}
        />
      )}
      <h2 className={styles.title}>In force now</h2>
      {restrictions.isLoading && <TableSkeleton label="Loading restrictions" />}
      {data && inForce.length === 0 && (
        <EmptyNotice title="Nothing is frozen, held, pinned or vetoed" />
      )}
      {inForce.length > 0 && (
        <RestrictionTable
          restrictions={inForce}
          titleOf={titleOf}
          onLift={setAsked}
        />
      )}
      {past.length > 0 && (
        <PastRestrictions restrictions={past} titleOf={titleOf} />
      )}
      <RateLimits />
      {asked === 'stop' && (
        <StopLineDialog
          environments={environments}
          titleOf={titleOf}
          onClose={close}
        />
      )}
      {asked && asked !== 'stop' && (
        <LiftDialog restriction={asked} titleOf={titleOf} onClose={close} />
      )}
    </div>
  );
}
