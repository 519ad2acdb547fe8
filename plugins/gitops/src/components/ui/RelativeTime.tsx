import { exactTime, relativeTime } from '../../text/relativeTime';
import { useNow } from './useNow';

/** How long ago something was; the exact time is in the tooltip. */
export function RelativeTime(props: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={props.at} title={exactTime(props.at)}>
      {relativeTime({ at: props.at, now })}
    </time>
  );
}
