import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { controllerTitle } from '../../text/engineWords';
import {
  phaseBeside,
  rolloutStates,
  strategies,
} from '../../text/rolloutWords';
import { RelativeTime } from '../ui/RelativeTime';
import { Status } from '../ui/Status';
import { rolloutIcons } from './rolloutIcons';
import styles from './RolloutHeader.module.css';

/** The state of a rollout in a word, with the controller’s own word where it says more. */
export function RolloutHeader(props: { rollout: RolloutStatus }) {
  const { rollout } = props;
  const { word, tone, means } = rolloutStates[rollout.state];
  const phase = phaseBeside(rollout);
  return (
    <header className={styles.header}>
      <span className={styles.strategy}>
        {strategies[rollout.strategy]}
        <span className={styles.name}> {rollout.object.name}</span>
      </span>
      <Status
        tone={tone}
        word={word}
        icon={rolloutIcons[rollout.state]}
        title={means}
      />
      <span className={styles.facts}>
        {controllerTitle(rollout.controller)}
        {phase && <> says {phase}</>}
        {rollout.since && (
          <>
            {' · '}
            <RelativeTime at={rollout.since} />
          </>
        )}
      </span>
    </header>
  );
}
