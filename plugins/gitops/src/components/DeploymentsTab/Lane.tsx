import { ServiceDeployments } from '@fairlead/backstage-plugin-gitops-common';
import { useMemo, useState } from 'react';
import { useCommits } from '../../data/useCommits';
import { targetsOf } from '../../data/useService';
import { laneColumns } from '../../text/laneOrder';
import { liveCommit } from '../../text/sourceLink';
import { EnvironmentDialogs } from './EnvironmentDialogs';
import { EnvironmentPanel } from './EnvironmentPanel';
import { EnvironmentTask } from './environmentTask';
import styles from './Lane.module.css';

/** The environments in their order, from left to right, or from top to bottom where there is no room. */
export function Lane(props: { service: ServiceDeployments }) {
  const { service } = props;
  const [asked, setAsked] = useState<{
    environment: string;
    task: EnvironmentTask;
  }>();
  const columns = useMemo(
    () => laneColumns(service.environments, item => item.environment),
    [service.environments],
  );
  const commitOf = useCommits(
    targetsOf(service).flatMap(target => liveCommit(target) ?? []),
  );
  const titleOf = (name: string) =>
    service.environments.find(item => item.environment.name === name)
      ?.environment.title ?? name;

  return (
    <div className={styles.frame}>
      <ol className={styles.lane} aria-label="Environments in their order">
        {columns.map(column => (
          <li key={column[0].environment.name} className={styles.column}>
            {column.map(item => (
              <div key={item.environment.name} className={styles.place}>
                <EnvironmentPanel
                  entityRef={service.entityRef}
                  item={item}
                  titleOf={titleOf}
                  commitOf={commitOf}
                  onTask={task =>
                    setAsked({ environment: item.environment.name, task })
                  }
                />
              </div>
            ))}
          </li>
        ))}
      </ol>
      {asked && (
        <EnvironmentDialogs
          service={service}
          {...asked}
          titleOf={titleOf}
          onTask={task => setAsked({ ...asked, task })}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}
