import { exactTime, relativeTime } from '../../text/relativeTime';
import { useNow } from './useNow';

/**
 * How long ago something was; the exact time is in the tooltip. What happened since the clock of the page was read, or by
 * a server's clock that is ahead, happened just now.
 */
export function RelativeTime(props: { at: string }) {
  const now = Math.max(useNow(), Date.parse(props.at));
  return (
    <time dateTime={props.at} title={exactTime(props.at)}>
      {relativeTime({ at: props.at, now })}
    </time>
  );
}
