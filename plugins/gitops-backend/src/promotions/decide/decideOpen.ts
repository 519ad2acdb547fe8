import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { isDeepStrictEqual } from 'util';
import { Decision } from '../Decision';
import { Observation, PromotionTiming } from '../Observation';
import { calmed, TrackedPromotion } from '../TrackedPromotion';
import { cancelled, end } from './endings';
import { waitForForge } from './forgeTrouble';
import { pullRequestChanges, pullRequestMessage } from './pullRequestWords';

/** The pull request waits for people: until it is merged or closed, by them or because of a cancellation. */
export function decideOpen(
  promotion: TrackedPromotion,
  options: { observation: Observation; timing: PromotionTiming },
): Decision {
  const { observation, timing } = options;
  const { now, pullRequest: sighting } = observation;
  const pollAt = new Date(now.getTime() + timing.pollMs);
  if (!sighting) return { lookAgainAt: pollAt };
  if (sighting.kind === 'seen') {
    return decideSeen(promotion, {
      observation,
      timing,
      pullRequest: sighting.pullRequest,
    });
  }
  if (sighting.kind === 'problem') {
    const { problem } = sighting;
    // To give up would leave an open pull request that nobody follows.
    return (
      waitForForge({ promotion, now, problem, patient: true }) ?? {
        lookAgainAt: pollAt,
      }
    );
  }
  const number = promotion.pullRequest?.number;
  const message = `pull request #${number} is not there any more, or the portal lost its access to ${promotion.plan.repoUrl}`;
  return (
    waitForForge({ promotion, now, problem: { kind: 'refusal', message } }) ?? {
      change: end({
        state: 'errored',
        message: `The promotion can't be followed: ${message}.`,
      }),
    }
  );
}

interface SeenOptions {
  observation: Observation;
  timing: PromotionTiming;
  pullRequest: PullRequest;
}

function decideSeen(
  promotion: TrackedPromotion,
  options: SeenOptions,
): Decision {
  const { pullRequest } = options;
  const { cancel } = promotion.tracking;
  if (pullRequest.state === 'merged') return decideMerged(promotion, options);
  if (pullRequest.state === 'closed') {
    return cancel
      ? decideCancelled(promotion, options)
      : { change: { ...closed(pullRequest), pullRequest } };
  }
  if (cancel) return decideCancel(promotion, options);
  return decideWaiting(promotion, options);
}

function decideMerged(
  promotion: TrackedPromotion,
  { observation: { now }, pullRequest }: SeenOptions,
): Decision {
  const { number, mergeSha, mergedBy, url } = pullRequest;
  if (!mergeSha) {
    const message = `pull request #${number} is merged, but the forge does not name the merge commit yet`;
    return (
      waitForForge({
        promotion,
        now,
        problem: { kind: 'refusal', message },
      }) ?? {
        change: end({
          state: 'errored',
          message: `The promotion can't be followed: ${message}.`,
        }),
      }
    );
  }
  const by = mergedBy ? ` by ${mergedBy}` : '';
  const { cancel, ...tracking } = promotion.tracking;
  return {
    change: {
      state: 'merged',
      message: `Pull request #${number} was merged${by}. Waiting for the targets to sync.`,
      pullRequest,
      tracking: calmed(tracking),
      events: [
        {
          key: 'merged',
          type: 'merged',
          message: `Pull request #${number} was merged${by} as ${mergeSha.slice(0, 7)}.`,
          ...(mergedBy && { actor: mergedBy }),
          link: url,
        },
        ...(cancel
          ? [
              {
                key: `cancel-too-late:${cancel.at}`,
                type: 'cancel-too-late',
                message:
                  'It could not be cancelled any more: the pull request was merged first.',
              },
            ]
          : []),
      ],
    },
  };
}

function closed({ number, closedBy, url }: PullRequest) {
  return end({
    state: 'closed',
    message: `Pull request #${number} was closed without being merged${
      closedBy ? ` by ${closedBy}` : ''
    }.`,
    link: url,
    ...(closedBy && { actor: closedBy }),
  });
}

/** It is closed, perhaps by an attempt that did not get as far as the branch. */
function decideCancelled(
  promotion: TrackedPromotion,
  { observation: { now, closing }, pullRequest }: SeenOptions,
): Decision {
  if (!closing) return { act: 'close' };
  const { problem } = closing.kind === 'problem' ? closing : {};
  const waiting = problem && waitForForge({ promotion, now, problem });
  return waiting ?? { change: { ...cancelled(promotion), pullRequest } };
}

function decideCancel(
  promotion: TrackedPromotion,
  { observation: { now, closing } }: SeenOptions,
): Decision {
  if (!closing) return { act: 'close' };
  const problem =
    closing.kind === 'problem'
      ? closing.problem
      : {
          kind: 'outage' as const,
          message: 'it still shows the pull request as open',
        };
  return (
    waitForForge({
      promotion,
      now,
      problem: {
        ...problem,
        message: `the pull request can't be closed: ${problem.message}`,
      },
    }) ?? {
      change: end({
        state: 'errored',
        message: `The promotion was cancelled, but its pull request is still open and has to be closed by hand: ${problem.message}.`,
      }),
    }
  );
}

function decideWaiting(
  promotion: TrackedPromotion,
  { observation: { now }, timing, pullRequest }: SeenOptions,
): Decision {
  const { tracking } = promotion;
  const lookAgainAt = new Date(now.getTime() + timing.pollMs);
  const message = pullRequestMessage(pullRequest, promotion.plan.baseBranch);
  const unchanged =
    message === promotion.message &&
    tracking.outages + tracking.refusals === 0 &&
    isDeepStrictEqual(pullRequest, promotion.pullRequest);
  if (unchanged) return { lookAgainAt };
  return {
    change: {
      message,
      pullRequest,
      tracking: calmed(tracking),
      events: pullRequestChanges({
        before: promotion.pullRequest,
        after: pullRequest,
        revision: promotion.revision,
      }),
    },
    lookAgainAt,
  };
}
