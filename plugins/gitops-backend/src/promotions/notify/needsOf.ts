import {
  GateStatus,
  isPassed,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { responsibleFor } from './audience';
import { NotableChange } from './NotableChange';
import { PromotionNotification } from './PromotionNotification';
import { isReadyToMerge } from './readyToMerge';
import { described, subjectOf } from './subjectOf';

/** What has begun to wait for whoever asked, once each time that it begins. The most pressing of several. */
export function needsOf(
  change: NotableChange & { before: Promotion },
): PromotionNotification[] {
  const { before, after, policy } = change;
  const subject = `${subjectOf(after)} to ${after.to}`;
  const [need] = [
    after.conflicts.length > 0 &&
      before.conflicts.length === 0 && {
        severity: 'high' as const,
        title: `${subject}: somebody changed the same value`,
        description: after.message,
      },
    ...refusing(after)
      .filter(gate => !isRefusing(before, gate))
      .map(gate => ({
        severity: 'high' as const,
        title: `${subject}: held up by ${gate.title}`,
        description: gate.message,
      })),
    pullRequestNeed(before, after, subject),
    // Whoever has just asked for it knows that it is there; what it had to wait for is news when it is over.
    before.state === 'open' &&
      isReadyToMerge(after, policy) &&
      !isReadyToMerge(before, policy) && {
        severity: 'normal' as const,
        title: `${subject} is ready to be merged`,
        description: 'Every gate has passed.',
      },
  ].filter(each => each !== false && each !== undefined);
  return need
    ? [
        {
          ...need,
          description: described(need.description),
          to: responsibleFor(after),
          topic: 'promotion-needs-you',
        },
      ]
    : [];
}

/** Gates that will not pass by themselves. */
function refusing({ gates }: Promotion): GateStatus[] {
  return gates.filter(gate => gate.status === 'failed' && !isPassed(gate));
}

function isRefusing(promotion: Promotion, { gate }: GateStatus): boolean {
  return refusing(promotion).some(each => each.gate === gate);
}

function pullRequestNeed(before: Promotion, after: Promotion, subject: string) {
  if (after.state !== 'open') return undefined;
  const was = before.pullRequest;
  const is = after.pullRequest;
  if (is?.review === 'changes-requested' && was?.review !== is.review) {
    return {
      severity: 'normal' as const,
      title: `${subject}: changes requested`,
      description: 'A reviewer of the pull request asks for changes.',
    };
  }
  if (is?.checks === 'failing' && was?.checks !== is.checks) {
    return {
      severity: 'normal' as const,
      title: `${subject}: checks are failing`,
      description: 'A check of the pull request fails.',
    };
  }
  return undefined;
}
