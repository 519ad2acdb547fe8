import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { DecideOptions } from '../DecideOptions';
import { Decision } from '../Decision';
import { calmed, TrackedPromotion } from '../TrackedPromotion';
import { decideStillOpen } from './decideStillOpen';
import { calledOff, end, isCalledOff } from './endings';
import { waitForForge } from './forgeTrouble';

/** The pull request waits for people: until it is merged or closed, by them or because of a cancellation. */
export function decideOpen(
  promotion: TrackedPromotion,
  options: DecideOptions,
): Decision {
  const { observation, timing } = options;
  const { now, pullRequest: sighting } = observation;
  const pollAt = new Date(now.getTime() + timing.pollMs);
  if (!sighting) return { lookAgainAt: pollAt };
  if (sighting.kind === 'seen') {
    return decideSeen(promotion, {
      ...options,
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

interface SeenOptions extends DecideOptions {
  pullRequest: PullRequest;
}

function decideSeen(
  promotion: TrackedPromotion,
  options: SeenOptions,
): Decision {
  const { pullRequest } = options;
  if (pullRequest.state === 'merged') return decideMerged(promotion, options);
  if (pullRequest.state === 'closed') {
    return isCalledOff(promotion)
      ? decideClosedByUs(promotion, options)
      : { change: { ...closed(pullRequest), pullRequest } };
  }
  if (isCalledOff(promotion)) return decideClosing(promotion, options);
  return decideStillOpen(promotion, options);
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
  const { cancel, supersede, ...tracking } = promotion.tracking;
  return {
    change: {
      state: 'merged',
      message: `Pull request #${number} was merged${by}. Waiting for the targets to sync.`,
      pullRequest,
      contents: null,
      conflicts: [],
      tracking: { ...calmed(tracking), ...(supersede && { supersede }) },
      events: [
        {
          key: 'merged',
          type: 'merged',
          message: `Pull request #${number} was merged${by} as ${mergeSha.slice(0, 7)}.`,
          ...(mergedBy && { actor: mergedBy }),
          link: url,
        },
        ...(cancel && cancel.by !== 'fairlead'
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
function decideClosedByUs(
  promotion: TrackedPromotion,
  { observation: { now, closing }, pullRequest }: SeenOptions,
): Decision {
  if (!closing) return { act: 'close' };
  const { problem } = closing.kind === 'problem' ? closing : {};
  const waiting = problem && waitForForge({ promotion, now, problem });
  return waiting ?? { change: { ...calledOff(promotion), pullRequest } };
}

function decideClosing(
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
        message: `The promotion was called off, but its pull request is still open and has to be closed by hand: ${problem.message}.`,
      }),
    }
  );
}
