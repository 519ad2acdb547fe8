import {
  Environment,
  RestrictionScope,
} from '@fairlead/backstage-plugin-gitops-common';
import { useMemo, useState } from 'react';
import { useFleet } from '../../data/useFleet';
import { useRestrict } from '../../data/useRestrictions';
import { entityName } from '../../text/entityName';
import { restrictionKinds, scopeWords } from '../../text/restrictionWords';
import { EndField } from '../ui/EndField';
import { FilterSelect } from '../ui/FilterSelect';
import { Note } from '../ui/Note';
import { ReasonDialog } from '../ui/ReasonDialog';
import { useEndTime } from './useEndTime';
import styles from './StopLineDialog.module.css';

/** Freezes the organisation, a system, an environment, or a system in an environment. */
export function StopLineDialog(props: {
  environments: Environment[];
  titleOf: (environment: string) => string;
  onClose: () => void;
}) {
  const { environments, titleOf, onClose } = props;
  const { data } = useFleet();
  const restrict = useRestrict();
  const end = useEndTime();
  const [system, setSystem] = useState('');
  const [environment, setEnvironment] = useState('');
  const systems = useMemo(
    () =>
      [...new Set((data?.rows ?? []).flatMap(row => row.system ?? []))]
        .map(id => ({ id, label: entityName(id) }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [data],
  );
  const scope: RestrictionScope = {
    ...(system && { system }),
    ...(environment && { environment }),
  };

  return (
    <ReasonDialog
      title="Stop the line?"
      confirm="Stop the line"
      isDestructive
      hint="Everybody who is held up by it reads this."
      check={end.check}
      isPending={restrict.isPending}
      error={restrict.error}
      onConfirm={reason =>
        restrict.mutate(
          { kind: 'freeze', scope, reason, ...end.request() },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <div className={styles.scope}>
        <FilterSelect
          label="System"
          anyLabel="All systems"
          value={system}
          options={systems}
          onChange={setSystem}
        />
        <FilterSelect
          label="Environment"
          anyLabel="All environments"
          value={environment}
          options={environments.map(({ name, title }) => ({
            id: name,
            label: title,
          }))}
          onChange={setEnvironment}
        />
      </div>
      <div role="status">
        <Note
          severity="warning"
          title={`Freezes ${scopeWords(scope, titleOf)}`}
        >
          <p>{restrictionKinds.freeze.means}</p>
        </Note>
      </div>
      <EndField {...end.field} />
    </ReasonDialog>
  );
}
