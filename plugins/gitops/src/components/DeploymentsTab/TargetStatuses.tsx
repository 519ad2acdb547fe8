import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { RiPauseCircleLine } from '@remixicon/react';
import { engineWords } from '../../text/engineWords';
import { Status } from '../ui/Status';
import { Health, Sync } from '../ui/targetStatuses';
import { DriftList } from './DriftList';
import styles from './TargetStatuses.module.css';

/** How a target is, in the engine's words. */
export function TargetStatuses(props: { target: Target; onDrift: () => void }) {
  const { target, onDrift } = props;
  const { status, unreachable } = target;
  const engine = engineWords(status.engine);
  const isCompared = !engine.isPushed || status.sync.status !== 'Unknown';
  return (
    <div
      className={styles.statuses}
      data-unreachable={unreachable ? '' : undefined}
    >
      <Health
        status={status.health.status}
        title={
          unreachable ? 'Health, when it was last known' : status.health.raw
        }
      />
      {isCompared ? (
        <Sync
          status={status.sync.status}
          title={unreachable ? 'Sync, when it was last known' : status.sync.raw}
        />
      ) : (
        <Sync status="Pushed" title={engine.means} />
      )}
      {status.suspended && (
        <Status
          tone="warning"
          icon={RiPauseCircleLine}
          word={`${engine.title} suspended`}
          title="The engine leaves it alone until somebody resumes it"
        />
      )}
      <DriftList drift={status.drift} onDetails={onDrift} />
    </div>
  );
}
