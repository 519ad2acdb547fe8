import { ManagedGate } from '@fairlead/backstage-plugin-gitops-common';
import { Tone } from '../../text/promotionWords';
import { ExternalLink } from '../ui/ExternalLink';
import { Status } from '../ui/Status';
import styles from './StageGates.module.css';

const tones: Record<ManagedGate['state'], Tone> = {
  passed: 'positive',
  waiting: 'active',
  failed: 'negative',
  unknown: 'neutral',
};

/** What another promotion system waits for before it goes on. */
export function StageGates({ gates }: { gates: ManagedGate[] }) {
  if (gates.length === 0) return null;
  return (
    <ul className={styles.gates} aria-label="Gates">
      {gates.map(({ name, state, message, url }) => (
        <li key={name} className={styles.gate}>
          <Status tone={tones[state]} word={state} />
          <span className={styles.text}>
            {url ? <ExternalLink href={url}>{name}</ExternalLink> : name}
            {message && `: ${message}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
