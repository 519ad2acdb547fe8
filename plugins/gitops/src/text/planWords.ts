import {
  Allowance,
  PlanResponse,
} from '@fairlead/backstage-plugin-gitops-common';
import { waitsToOpen } from './gateWords';

const number = new Intl.NumberFormat('en-US');

/** `5 pull requests: 50, 150 and 300 targets`. Empty where there is one for all. */
export function wavesLine(waves: PlanResponse['waves']): string {
  if (waves.length === 0) return '';
  const sizes = waves.map(({ targets }) => number.format(targets)).join(', ');
  return waves.length === 1
    ? `1 pull request: ${sizes} targets`
    : `${waves.length} pull requests, one after the other: ${sizes} targets`;
}

/** What becomes of the promotion under way. Empty where there is none. */
export function laneWords(
  lane: PlanResponse['lane'],
): { title: string; detail: string } | undefined {
  switch (lane) {
    case 'free':
      return undefined;
    case 'same':
      return {
        title: 'This promotion is under way already',
        detail: 'There is nothing to ask for; follow it instead.',
      };
    case 'supersede':
      return {
        title: 'It takes the place of the promotion under way',
        detail:
          'That one’s pull request is closed with a link to this one, and its branch is deleted unless a person pushed to it.',
      };
    case 'queue':
      return {
        title: 'It waits for the promotion under way',
        detail: 'It begins by itself when those before it have ended.',
      };
    default:
      return {
        title: 'Another promotion is under way',
        detail:
          'This environment takes one at a time. That one has to end first.',
      };
  }
}

/** Whether a plan can be asked for and, if not, why. Gates that wait are no reason: they are waited for. */
export function submitAllowance(answer: PlanResponse): Allowance {
  const { plan, lane } = answer;
  if (lane === 'same' || lane === 'reject') {
    return { allowed: false, why: laneWords(lane)?.detail };
  }
  if (plan.blockers.length > 0) {
    return {
      allowed: false,
      why: 'What blocks it, named above, has to be resolved in Git first.',
    };
  }
  if (plan.edits.length === 0) {
    return { allowed: false, why: 'There is nothing to change.' };
  }
  return { allowed: true };
}

/** What the button says that asks for a plan. */
export function submitWord(options: {
  answer: Pick<PlanResponse, 'lane' | 'gates'>;
  isRollback: boolean;
}): string {
  const { answer, isRollback } = options;
  if (answer.lane === 'queue') return 'Join the queue';
  if (waitsToOpen(answer.gates)) {
    return `${isRollback ? 'Roll back' : 'Promote'} when gates pass`;
  }
  return isRollback ? 'Open rollback pull request' : 'Open pull request';
}
