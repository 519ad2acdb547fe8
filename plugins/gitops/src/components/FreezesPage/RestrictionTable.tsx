import { Restriction } from '@fairlead/backstage-plugin-gitops-common';
import { useLiftAllowance } from '../../data/useLiftAllowance';
import { restrictionKinds } from '../../text/restrictionWords';
import { DataTable } from '../ui/DataTable';
import { ExplainedButton } from '../ui/ExplainedButton';
import { Until } from '../ui/Until';
import { RestrictionCovers, RestrictionWhat, RestrictionWhy } from './cells';
import styles from './FreezesPage.module.css';

/** What is in force, with the way to lift it. */
export function RestrictionTable(props: {
  restrictions: Restriction[];
  titleOf: (environment: string) => string;
  onLift: (restriction: Restriction) => void;
}) {
  const { restrictions, titleOf, onLift } = props;
  return (
    <DataTable
      label="In force now"
      columns={['What', 'Covers', 'Why', 'Until', 'Lift']}
      rows={restrictions.map(restriction => ({
        key: restriction.id,
        cells: [
          <RestrictionWhat key="what" restriction={restriction} />,
          <RestrictionCovers
            key="covers"
            restriction={restriction}
            titleOf={titleOf}
          />,
          <RestrictionWhy key="why" restriction={restriction} />,
          <div key="until" className={styles.end}>
            {restriction.endsAt ? (
              <Until at={restriction.endsAt} word="" />
            ) : (
              'it is lifted'
            )}
          </div>,
          <LiftButton
            key="lift"
            restriction={restriction}
            onLift={() => onLift(restriction)}
          />,
        ],
      }))}
    />
  );
}

function LiftButton(props: { restriction: Restriction; onLift: () => void }) {
  const { restriction, onLift } = props;
  return (
    <div className={styles.lift}>
      <ExplainedButton
        variant="secondary"
        allowance={useLiftAllowance(restriction)}
        onPress={onLift}
      >
        {restrictionKinds[restriction.kind].lift}
      </ExplainedButton>
    </div>
  );
}
