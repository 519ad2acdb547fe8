import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { Countdown } from '../ui/Countdown';
import { Note } from '../ui/Note';
import { RelativeTime } from '../ui/RelativeTime';
import { Until } from '../ui/Until';

/** Why a rollout does not go on, since when, and until when or for whom. */
export function PauseNote(props: {
  rollout: RolloutStatus;
  pause: NonNullable<RolloutStatus['pause']>;
}) {
  const { rollout, pause } = props;
  const isWaiting = rollout.state === 'waiting';
  return (
    <Note
      severity={isWaiting ? 'warning' : 'info'}
      title={
        pause.until ? (
          <>
            Goes on in <Countdown until={pause.until} />
          </>
        ) : (
          <>{isWaiting ? 'Somebody has to say that it goes on' : 'Paused'}</>
        )
      }
    >
      <p>{pause.message}</p>
      <p>
        {pause.since && (
          <>
            Since <RelativeTime at={pause.since} />
            {pause.until && ', '}
          </>
        )}
        {pause.until && <Until at={pause.until} />}
      </p>
    </Note>
  );
}
