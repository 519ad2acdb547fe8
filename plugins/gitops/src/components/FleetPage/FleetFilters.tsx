import { Button, Switch } from '@backstage/ui';
import {
  Fleet,
  healthStatusSchema,
  syncStatusSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { useMemo } from 'react';
import { entityName } from '../../text/entityName';
import { FleetFilter } from '../../text/fleetFilter';
import { FilterSelect } from '../ui/FilterSelect';
import { FilterText } from '../ui/FilterText';
import styles from './FleetFilters.module.css';

/** The filters over the fleet. They are in the address, so a view can be sent to someone. */
export function FleetFilters(props: {
  fleet: Fleet;
  filter: FleetFilter;
  isByName: boolean;
  onChange: (changes: Record<string, string>) => void;
}) {
  const { fleet, filter, isByName, onChange } = props;
  const owners = useMemo(
    () => namesOf(fleet.rows.map(row => row.owner)),
    [fleet.rows],
  );
  const systems = useMemo(
    () => namesOf(fleet.rows.map(row => row.system)),
    [fleet.rows],
  );
  const isFiltered = Object.values(filter).some(Boolean);

  return (
    <div role="search" aria-label="Filter services" className={styles.filters}>
      <FilterText
        label="Search"
        placeholder="Service, owner or version"
        value={filter.text}
        onChange={q => onChange({ q })}
      />
      <FilterSelect
        label="Owner"
        value={filter.owner}
        options={owners}
        onChange={owner => onChange({ owner })}
      />
      <FilterSelect
        label="System"
        value={filter.system}
        options={systems}
        onChange={system => onChange({ system })}
      />
      <FilterSelect
        label="Environment"
        value={filter.environment}
        options={fleet.environments.map(({ name, title }) => ({
          id: name,
          label: title,
        }))}
        onChange={environment => onChange({ environment })}
      />
      <FilterSelect
        label="Health"
        value={filter.health}
        options={healthStatusSchema.options.map(id => ({ id, label: id }))}
        onChange={health => onChange({ health })}
      />
      <FilterSelect
        label="Sync"
        value={filter.sync}
        options={syncStatusSchema.options.map(id => ({ id, label: id }))}
        onChange={sync => onChange({ sync })}
      />
      <FilterSelect
        label="Order"
        anyLabel="Urgent first"
        value={isByName ? 'name' : ''}
        options={[{ id: 'name', label: 'By name' }]}
        onChange={sort => onChange({ sort })}
      />
      <div className={styles.last}>
        <Switch
          label="Only with problems"
          isSelected={filter.onlyProblems}
          onChange={isOn => onChange({ problems: isOn ? 'only' : '' })}
        />
        {isFiltered && (
          <Button
            variant="tertiary"
            size="small"
            onPress={() =>
              onChange({
                q: '',
                owner: '',
                system: '',
                environment: '',
                health: '',
                sync: '',
                problems: '',
              })
            }
          >
            Clear filters
          </Button>
        )}
      </div>
    </div>
  );
}

function namesOf(refs: Array<string | undefined>) {
  return [...new Set(refs.flatMap(ref => ref ?? []))]
    .map(id => ({ id, label: entityName(id) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
