import { clockTime, exactTime, relativeTime } from '../../text/relativeTime';
import { useNow } from './useNow';

/** A time to come, by the clock and by how long that is. */
export function Until(props: { at: string; word?: string }) {
  const { at, word = 'until' } = props;
  const now = useNow();
  return (
    <time dateTime={at} title={exactTime(at)}>
      {word} {clockTime({ at, now })} ({relativeTime({ at, now })})
    </time>
  );
}
