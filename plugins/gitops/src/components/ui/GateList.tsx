import { GateStatus } from '@fairlead/backstage-plugin-gitops-common';
import { ReactNode } from 'react';
import { entityName } from '../../text/entityName';
import { gateGroups, gateWord, laterPhases } from '../../text/gateWords';
import { ExternalLink } from './ExternalLink';
import { RelativeTime } from './RelativeTime';
import { Status } from './Status';
import { Until } from './Until';
import styles from './GateList.module.css';

/** Gates as they stand, by when they are asked. */
export function GateList(props: {
  gates: GateStatus[];
  actionOf?: (gate: GateStatus) => ReactNode;
}) {
  const { gates, actionOf } = props;
  return (
    <div>
      {gateGroups(gates).map(group => (
        <div key={group.phase} className={styles.group}>
          <h4 className={styles.phase}>{group.title}</h4>
          <ul className={styles.gates} aria-label={group.title}>
            {group.gates.map(gate => (
              <li key={gate.gate} className={styles.gate}>
                <Status {...gateWord(gate)} />
                <GateText gate={gate} />
                {actionOf?.(gate)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function GateText({ gate }: { gate: GateStatus }) {
  const { overridden } = gate;
  return (
    <div className={styles.text}>
      <span className={styles.title}>{gate.title}</span>
      <span className={styles.message}>
        {gate.message}{' '}
        {gate.until && gate.status === 'waiting' && !overridden && (
          <span className={styles.until}>
            Passes <Until at={gate.until} word="at" />.{' '}
          </span>
        )}
        {laterPhases(gate)}{' '}
        {gate.link && (
          <ExternalLink href={gate.link} label={`Look: ${gate.title}`}>
            Look
          </ExternalLink>
        )}
      </span>
      {overridden && (
        <span className={styles.override}>
          {entityName(overridden.by)} let it pass{' '}
          <RelativeTime at={overridden.at} />: {overridden.reason}
        </span>
      )}
    </div>
  );
}
