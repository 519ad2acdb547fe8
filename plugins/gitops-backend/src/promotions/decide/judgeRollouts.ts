import {
  isUnderWay,
  RolloutStatus,
  TargetStatus,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../../targets/StoredTarget';
import { PromotionTiming } from '../Observation';
import { TrackedPromotion } from '../TrackedPromotion';
import { TargetJudge } from './TargetJudge';
import { TargetJudgement } from './TargetJudgement';

const busy: ReadonlySet<string> = new Set([
  'Running',
  'Terminating',
  'WaitingRetry',
]);

/**
 * Judges the rollouts of a target that is synced to the merge; undefined when they hold nothing up.
 *
 * @remarks
 * Before the engine has applied the merge, they are about another version. A rollout that goes on is not hurried: its
 * controller has deadlines of its own, and reports that one has passed. What can't be read any more fails nothing.
 */
export function judgeRollouts(
  judge: TargetJudge,
  options: {
    promotion: TrackedPromotion;
    target: StoredTarget;
    timing: PromotionTiming;
  },
): TargetJudgement | undefined {
  const { promotion, target, timing } = options;
  const rollouts = target.rollouts ?? [];
  if (!isApplied(target.status)) return undefined;
  const { name } = judge;

  const seen = rollouts.filter(each => !each.stale);
  const aborted = seen.find(({ state }) => state === 'aborted');
  if (aborted) {
    const promoted =
      versionLabel(promotion.plan.toVersion) || 'the promoted version';
    const why = aborted.aborted?.message ?? aborted.message;
    const message = `${name} is synced to ${promoted}, and the rollout ${aborted.object.name} has gone back to ${servingOf(aborted)}${why ? `: ${withoutStop(why)}` : ''}. Roll back here too, so that Git says what runs.`;
    return judge.until(timing.graceMs, {
      clock: 'revertedSince',
      meanwhile: 'waiting',
      message,
      end: 'failed',
      endMessage: message,
    });
  }
  const degraded = seen.find(({ state }) => state === 'degraded');
  if (degraded) {
    const message = `The rollout ${degraded.object.name} of ${name} is ${degraded.phase}${degraded.message ? `: ${withoutStop(degraded.message)}` : ''}.`;
    return judge.until(timing.graceMs, {
      clock: 'degradedSince',
      beside: 'unsettledSince',
      meanwhile: 'synced',
      message: `${message} Waiting a moment for it to recover.`,
      end: 'failed',
      endMessage: message,
    });
  }
  const stale = rollouts.find(each => each.stale);
  if (stale) {
    return judge.is('synced', {
      message: `Waiting for a fresh status of the rollout ${stale.object.name} of ${name}: ${stale.stale}.`,
      stuck: true,
    });
  }
  const underWay = rollouts.find(isUnderWay);
  return (
    underWay &&
    judge.is('synced', {
      message: `The rollout ${underWay.object.name} of ${name} is under way: ${progressOf(underWay)}.`,
      ...(underWay.state !== 'progressing' && { stuck: true }),
    })
  );
}

function isApplied({ sync, operation, stale }: TargetStatus): boolean {
  return (
    sync.status === 'Synced' && !stale && !busy.has(operation?.phase ?? '')
  );
}

function servingOf({ stable }: RolloutStatus): string {
  return (stable && versionLabel(stable)) || 'the version before';
}

function progressOf(rollout: RolloutStatus): string {
  const { step, weight, pause, message, phase } = rollout;
  const words = [
    step &&
      step.total > 0 &&
      `step ${Math.min(step.index + 1, step.total)} of ${step.total}`,
    weight && `${weight.actual ?? weight.desired} % of the traffic`,
    rollout.state === 'waiting' && 'waiting for somebody to promote it',
    pause?.until && `paused until ${pause.until}`,
  ].filter(Boolean);
  return words.join(', ') || withoutStop(message ?? phase);
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
