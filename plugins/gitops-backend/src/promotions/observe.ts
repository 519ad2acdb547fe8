import { GatePhase } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../forges/Forges';
import { GateKeeper } from '../gates/GateKeeper';
import { TargetsReader } from '../targets/StoredTarget';
import { LaneSighting, Observation } from './Observation';
import { observePullRequests } from './observe/observePullRequests';
import { observeTargets } from './observe/observeTargets';
import { Surroundings } from './Surroundings';
import { toPromotion, TrackedPromotion } from './TrackedPromotion';

/** What is looked at. */
export interface ObserveOptions {
  forges: Forges;
  gates: GateKeeper;
  lanes: { sightingOf(promotion: TrackedPromotion): Promise<LaneSighting> };
  targets: TargetsReader;
  now: () => Date;
}

const deploying = ['merged', 'synced', 'settling'];
const phases: Partial<Record<TrackedPromotion['state'], GatePhase>> = {
  planned: 'open',
  open: 'merge',
  merged: 'finish',
  synced: 'finish',
  settling: 'finish',
};

/**
 * Looks at the world for many promotions at once: one read of all open pull requests, one of all targets. What can't
 * be read is part of the observation; only the portal's own store failing is an error.
 */
export async function observe(
  options: ObserveOptions & {
    promotions: ReadonlyArray<{
      promotion: TrackedPromotion;
      surroundings: Surroundings;
    }>;
  },
): Promise<Map<string, Observation>> {
  const { forges, targets, promotions, now } = options;
  const each = promotions.map(({ promotion }) => promotion);
  const ids = new Set(
    each
      .filter(({ state }) => deploying.includes(state))
      .flatMap(({ plan }) => plan.targets),
  );
  const [pullRequests, stored] = await Promise.all([
    observePullRequests({
      forges,
      promotions: each.filter(({ state }) => state === 'open'),
    }),
    ids.size > 0 ? targets.find([...ids].map(id => ({ id }))) : [],
  ]);
  const observed = await Promise.all(
    promotions.map(
      async ({ promotion, surroundings }): Promise<Observation> => {
        const seen = pullRequests.get(promotion.id);
        const [deployed, lane, gates] = await Promise.all([
          deploying.includes(promotion.state)
            ? observeTargets({ forges, promotion, targets: stored })
            : undefined,
          promotion.state === 'queued'
            ? options.lanes.sightingOf(promotion)
            : undefined,
          gatesOf({
            ...options,
            surroundings,
            promotion:
              seen?.kind === 'seen'
                ? { ...promotion, pullRequest: seen.pullRequest }
                : promotion,
          }),
        ]);
        return {
          now: now(),
          ...deployed,
          ...(seen && { pullRequest: seen }),
          ...(lane && { lane }),
          ...(gates && { gates }),
          ...(promotion.state === 'planned' && {
            live: surroundings.toTargets,
          }),
        };
      },
    ),
  );
  return new Map(each.map(({ id }, index) => [id, observed[index]]));
}

async function gatesOf(
  options: Pick<ObserveOptions, 'gates' | 'now'> & {
    promotion: TrackedPromotion;
    surroundings: Surroundings;
  },
) {
  const { gates, now, promotion, surroundings } = options;
  const phase = phases[promotion.state];
  return phase
    ? gates.statuses({
        ...surroundings,
        promotion: toPromotion(promotion),
        phase,
        now: now(),
      })
    : undefined;
}
