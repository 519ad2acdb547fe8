import { ConflictError, InputError } from '@backstage/errors';
import {
  Environment,
  isSameVersion,
  PlanBlocker,
  Promotion,
  PromotionPlan,
} from '@fairlead/backstage-plugin-gitops-common';
import { refWords } from '../gates/words/refWords';

/** Throws ConflictError when there is nothing to promote, or nowhere to promote it to. */
export function refuseEmptySides(sides: {
  from: Environment;
  to: Environment;
  fromTargets: readonly unknown[];
  toTargets: readonly unknown[];
}): void {
  const { from, to, fromTargets, toTargets } = sides;
  if (fromTargets.length === 0) {
    throw new ConflictError(`Nothing is deployed in ${from.title} yet`);
  }
  if (toTargets.length === 0) {
    throw new ConflictError(
      `There is no target in ${to.title} that a version could be promoted to`,
    );
  }
}

/** Throws InputError that tells every reason, with file and line. */
export function refuseBlockers(blockers: readonly PlanBlocker[]): void {
  if (blockers.length === 0) return;
  const reasons = blockers.map(({ message, file, line }) => {
    const place = [file, line].filter(part => part !== undefined).join(':');
    return place && !message.includes(place) ? `${place}: ${message}` : message;
  });
  throw new InputError(`This can't be promoted. ${reasons.join(' ')}`);
}

/** Throws ConflictError when the plan is not the one that was shown. */
export function refuseOtherPlan(
  plan: PromotionPlan,
  fingerprint: string | undefined,
): void {
  if (fingerprint === undefined || fingerprint === plan.fingerprint) return;
  throw new ConflictError(
    'What would be written is not what was shown any more, because Git or the source environment has moved: look at the new diff and promote again',
  );
}

/** Whether an active promotion does what a new plan asks for. */
export function isSameChange(
  active: Pick<Promotion, 'from' | 'plan' | 'wave'>,
  plan: PromotionPlan,
): boolean {
  if (active.from !== plan.from) return false;
  // A wave writes a part of what is asked for.
  if (active.wave) {
    return isSameVersion(active.plan.toVersion, plan.toVersion);
  }
  if (active.plan.fingerprint === plan.fingerprint) return true;
  const key = ({ repoUrl, edits }: PromotionPlan) =>
    JSON.stringify([
      repoUrl,
      edits.map(({ file, pointer, to }) => [file, pointer, to]).sort(),
    ]);
  // Once it is merged, there is nothing left to write.
  return plan.edits.length === 0
    ? JSON.stringify(active.plan.toVersion) === JSON.stringify(plan.toVersion)
    : key(active.plan) === key(plan);
}

/** Throws ConflictError that names the promotion which holds the lane. */
export function refuseBusyLane(active: Promotion): never {
  const pullRequest = active.pullRequest
    ? `, pull request ${active.pullRequest.url}`
    : '';
  throw new ConflictError(
    `A promotion of ${refWords(active.entityRef)} to ${active.to} is under way already (${active.id}${pullRequest}): it has to end or be cancelled first`,
  );
}
