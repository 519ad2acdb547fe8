import {
  Allowance,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { RiArrowGoBackLine } from '@remixicon/react';
import { ExplainedButton } from '../ui/ExplainedButton';
import { Note } from '../ui/Note';
import { Since } from '../ui/Since';
import { PauseNote } from './PauseNote';
import styles from './RolloutNotes.module.css';

/** Why a rollout stands, was given up, or may not be shown as it is. */
export function RolloutNotes(props: {
  rollout: RolloutStatus;
  rollback: Allowance;
  onRollBack?: () => void;
}) {
  const { rollout, rollback, onRollBack } = props;
  const { aborted, pause, message, unknownToGit, stale, state } = rollout;
  const isSaid = [aborted?.message, pause?.message].includes(message);
  return (
    <>
      {stale && (
        <Note severity="warning" title="What is shown may be old">
          <p>{stale}</p>
        </Note>
      )}
      {aborted && (
        <Note
          severity="error"
          title={
            <>
              Gone back to the stable version
              <Since at={aborted.since} />
            </>
          }
        >
          <p>{aborted.message}</p>
          {unknownToGit && <p>{unknownToGit}</p>}
          {onRollBack && (
            <div className={styles.action}>
              <ExplainedButton
                variant="secondary"
                iconStart={<RiArrowGoBackLine aria-hidden="true" />}
                allowance={rollback}
                onPress={onRollBack}
              >
                Roll back
              </ExplainedButton>
              <p className={styles.aside}>
                Opens a pull request that has Git declare the version that
                serves.
              </p>
            </div>
          )}
        </Note>
      )}
      {pause && !aborted && <PauseNote rollout={rollout} pause={pause} />}
      {message &&
        !isSaid &&
        state !== 'stable' &&
        (state === 'degraded' ? (
          <Note severity="error" title="What the controller says">
            <p>{message}</p>
          </Note>
        ) : (
          <p className={styles.message}>{message}</p>
        ))}
    </>
  );
}
