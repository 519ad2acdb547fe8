import { gatesInTheWay } from '@fairlead/backstage-plugin-gitops-common';
import { isDeepStrictEqual } from 'util';
import { DecideOptions } from '../DecideOptions';
import { Decision } from '../Decision';
import { Observation, RebaseSighting } from '../Observation';
import { calmed, TrackedPromotion } from '../TrackedPromotion';
import { conflictMessage } from './conflictWords';
import { calledOff, end, isCalledOff } from './endings';
import { waitForForge } from './forgeTrouble';
import { gateEvents, gatesLookAt, gatesMessage } from './gateChanges';
import { noopMessage } from './noopMessage';

/** It waits for the gates before opening; then its plan is made again on what is in Git now. */
export function decidePlanned(
  promotion: TrackedPromotion,
  { observation, timing }: DecideOptions,
): Decision {
  const { now, gates, rebase } = observation;
  const pollAt = new Date(now.getTime() + timing.pollMs);
  if (isCalledOff(promotion)) return { change: calledOff(promotion) };
  if (!gates) return { lookAgainAt: pollAt };

  const inTheWay = gatesInTheWay(gates, 'open');
  const waiting = gatesMessage(inTheWay);
  const message = waiting ?? promotion.message;
  if (
    message !== promotion.message ||
    !isDeepStrictEqual(gates, promotion.gates)
  ) {
    return {
      change: { message, gates, events: gateEvents(promotion, gates) },
    };
  }
  if (waiting) return { lookAgainAt: gatesLookAt({ inTheWay, now, pollAt }) };
  if (!rebase) return { act: 'rebase' };
  return decideRebased(promotion, {
    rebase,
    now,
    pollAt,
    live: observation.live ?? [],
  });
}

function decideRebased(
  promotion: TrackedPromotion,
  options: {
    rebase: RebaseSighting;
    now: Date;
    pollAt: Date;
    live: NonNullable<Observation['live']>;
  },
): Decision {
  const { rebase, now, pollAt, live } = options;
  if (rebase.kind === 'problem') {
    const { problem } = rebase;
    return (
      waitForForge({ promotion, now, problem }) ?? {
        change: end({
          state: 'errored',
          message: `The pull request could not be prepared: ${problem.message}.`,
        }),
      }
    );
  }
  const tracking = { ...calmed(promotion.tracking), base: rebase.base };
  if (rebase.kind === 'conflict') {
    const message = conflictMessage(rebase.conflicts);
    if (isDeepStrictEqual(rebase.conflicts, promotion.conflicts)) {
      return { lookAgainAt: pollAt };
    }
    return {
      change: {
        message,
        tracking,
        conflicts: rebase.conflicts,
        events: [
          {
            key: `conflict:${promotion.revision}`,
            type: 'conflict',
            message,
          },
        ],
      },
      lookAgainAt: pollAt,
    };
  }
  if (rebase.kind === 'replanned' && rebase.plan.edits.length === 0) {
    return {
      change: end({
        state: 'noop',
        message: noopMessage({
          title: promotion.to,
          version: promotion.plan.toVersion,
          targets: live.filter(({ id }) => promotion.plan.targets.includes(id)),
        }),
      }),
    };
  }
  return {
    change: {
      state: 'opening',
      message: `Opening a pull request in ${promotion.plan.repoUrl}.`,
      tracking,
      conflicts: [],
      // On the commit that is there now: a branch may have to be up to date to be merged.
      ...(rebase.kind === 'replanned'
        ? { plan: rebase.plan, contents: rebase.contents }
        : { plan: { ...promotion.plan, baseSha: rebase.base } }),
    },
  };
}
