import { Forges } from '../forges/Forges';
import { TargetsReader } from '../targets/StoredTarget';
import { Observation } from './Observation';
import { observePullRequests } from './observe/observePullRequests';
import { observeTargets } from './observe/observeTargets';
import { TrackedPromotion } from './TrackedPromotion';

/**
 * Looks at the world for many promotions at once: one read of all open pull requests, one of all targets. What can't
 * be read is part of the observation; only the portal's own store failing is an error.
 */
export async function observe(options: {
  forges: Forges;
  targets: TargetsReader;
  promotions: readonly TrackedPromotion[];
  now: () => Date;
}): Promise<Map<string, Observation>> {
  const { forges, targets, promotions, now } = options;
  const open = promotions.filter(({ state }) => state === 'open');
  const deploying = promotions.filter(({ state }) =>
    ['merged', 'synced', 'settling'].includes(state),
  );
  const ids = new Set(deploying.flatMap(({ plan }) => plan.targets));
  const [pullRequests, stored] = await Promise.all([
    observePullRequests({ forges, promotions: open }),
    ids.size > 0 ? targets.find([...ids].map(id => ({ id }))) : [],
  ]);
  const observed = await Promise.all(
    promotions.map(async (promotion): Promise<Observation> => {
      if (deploying.includes(promotion)) {
        const seen = await observeTargets({
          forges,
          promotion,
          targets: stored,
        });
        return { now: now(), ...seen };
      }
      const pullRequest = pullRequests.get(promotion.id);
      return { now: now(), ...(pullRequest && { pullRequest }) };
    }),
  );
  return new Map(promotions.map(({ id }, index) => [id, observed[index]]));
}
