import { TargetSighting } from '../Observation';
import { RevisionAnswer, TrackedPromotion } from '../TrackedPromotion';

/** Where a target is, relative to the merge. */
export type RevisionJudgement =
  /** At the merge or after it. `known`: Git shows the promoted values there. */
  | { kind: 'at-merge'; known: boolean }
  | { kind: 'before'; message: string }
  /** It can't be told now. */
  | { kind: 'untold'; message: string }
  /** The promoted values are not in Git any more. */
  | { kind: 'gone'; verdict: 'failed' | 'superseded'; message: string };

/** Judges the revisions of all sources of a target that follow the branch that was merged into. */
export function judgeRevisions(options: {
  promotion: TrackedPromotion;
  sighting: TargetSighting;
  name: string;
}): RevisionJudgement {
  const { promotion, sighting, name } = options;
  const merge = promotion.pullRequest?.mergeSha?.slice(0, 7) ?? 'unknown';
  const sightings = sighting.revisions;
  for (const { sighting: each } of sightings) {
    const gone = goneFrom(each.kind === 'answer' ? each.answer : each);
    if (gone) return gone;
  }
  for (const { revision, sighting: each } of sightings) {
    const at = revision ? revision.slice(0, 7) : 'no known commit';
    if (each.kind === 'problem') {
      return {
        kind: 'untold',
        message: `Waiting for the forge to tell whether ${at}, which ${name} is at, contains the merge ${merge}: ${each.problem.message}.`,
      };
    }
    if (each.kind === 'answer' && !each.answer.containsMerge) {
      return {
        kind: 'before',
        message: `Waiting for ${name} to sync: it is at ${at}, the merge is ${merge}.`,
      };
    }
  }
  return {
    kind: 'at-merge',
    known: sightings.some(({ sighting: each }) =>
      each.kind === 'answer'
        ? each.answer.value === 'promoted'
        : each.kind === 'not-followed' && each.value === 'promoted',
    ),
  };
}

function goneFrom(
  answer: object & Partial<RevisionAnswer>,
): RevisionJudgement | undefined {
  const detail = answer.detail ? `: ${answer.detail}` : '';
  // Before the merge the old value is what has to be there.
  if (answer.containsMerge === false) return undefined;
  if (answer.value === 'reverted') {
    return {
      kind: 'gone',
      verdict: 'failed',
      message: `The promotion was reverted in Git before it was verified${detail}.`,
    };
  }
  if (answer.value === 'replaced') {
    return {
      kind: 'gone',
      verdict: 'superseded',
      message: `A later change in Git replaced the promoted version${detail}.`,
    };
  }
  return undefined;
}
