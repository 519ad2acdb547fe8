import { isDeepStrictEqual } from 'util';
import { Decision } from '../Decision';
import { Observation } from '../Observation';
import { TrackedPromotion } from '../TrackedPromotion';
import { displayOf } from './displayOf';

/** Brings what the pull request shows of the gates up to date. Nothing waits for it. */
export function decideShow(
  promotion: TrackedPromotion,
  { shown }: Pick<Observation, 'shown'>,
): Decision | undefined {
  const { tracking } = promotion;
  if (shown) {
    return isDeepStrictEqual(shown, tracking.shown)
      ? undefined
      : { change: { tracking: { ...tracking, shown } } };
  }
  const wanted = displayOf(promotion);
  const isCurrent =
    (!wanted.status || wanted.status === tracking.shown?.status) &&
    (!wanted.comment || wanted.comment === tracking.shown?.comment);
  return isCurrent ? undefined : { act: 'show' };
}
