import { Decision } from '../Decision';
import { Observation } from '../Observation';
import { calmed, TrackedPromotion } from '../TrackedPromotion';
import { calledOff, end, isCalledOff } from './endings';
import { waitForForge } from './forgeTrouble';

/**
 * An attempt to open may have had its effect without our knowing, so this state is left only with the pull request
 * in hand, or when the forge refuses for good. Whoever calls it off waits for that, too: then there is something to close.
 */
export function decideOpening(
  promotion: TrackedPromotion,
  observation: Observation,
): Decision {
  const { opening, now } = observation;
  if (!opening) return { act: 'open' };

  if (opening.kind === 'seen') {
    const { pullRequest, asUser, notAsUser } = opening;
    const { requestedBy } = promotion;
    const link = pullRequest.url;
    return {
      change: {
        state: 'open',
        message: `Pull request #${pullRequest.number} is open.`,
        pullRequest: { ...pullRequest, state: 'open' },
        contents: null,
        tracking: {
          ...calmed(promotion.tracking),
          ourHead: pullRequest.headSha,
        },
        events: [
          {
            key: 'opened',
            type: 'opened',
            message: `Pull request #${pullRequest.number} was opened: ${pullRequest.title}`,
            ...(asUser && { actor: requestedBy }),
            link,
          },
          ...(notAsUser
            ? [
                {
                  key: 'opened-by-portal',
                  type: 'opened-by-portal',
                  message: `The portal's own account saw to it that pull request #${pullRequest.number} was opened, for ${requestedBy}: ${notAsUser}.`,
                  link,
                },
              ]
            : []),
        ],
      },
    };
  }

  const { problem } = opening;
  const waiting = waitForForge({ promotion, now, problem });
  if (waiting) return waiting;
  return {
    change: isCalledOff(promotion)
      ? calledOff(promotion)
      : end({
          state: 'errored',
          message: `The pull request could not be opened: ${problem.message}.`,
        }),
  };
}
