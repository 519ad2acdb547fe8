import {
  isEnded,
  promotionStateSchema,
  PromotionState,
} from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { PromotionsStore } from '../../../store/PromotionsStore';
import { branchName } from '../../branchName';
import { stateWords } from '../../comment/stateWords';
import { statusMarker } from '../../comment/statusComment';
import { transitions } from '../../transitions';
import { GitopsForge } from './GitopsForge';
import { NotedWrite, notedWrites, toldStates } from './Timeline';

/**
 * After everything has come to its end: each promotion that was opened has one pull request and one branch, and no
 * other has any; what was called off is closed and gone; nothing is left of what was to be written; every write came
 * on top of the one before, every state after one that it may come after, and the timeline tells of each once.
 */
export async function expectCleanLives(options: {
  knex: Knex;
  forge: GitopsForge;
  /** Of the replicas. */
  log: readonly string[];
}): Promise<void> {
  const { knex, forge, log } = options;
  const store = PromotionsStore.create({ knex });
  const promotions = await store.list({ limit: 100_000 });
  const pullRequests = forge.pullRequests();
  const branches = new Set(await forge.branches());
  const writes = byPromotion(await notedWrites(knex));
  const faults: string[] = [];
  const check = (isSo: boolean, fault: () => string) => {
    if (!isSo) faults.push(fault());
  };

  for (const promotion of promotions) {
    const { id, state, entityRef } = promotion;
    const name = `${entityRef} ${id} (${state})`;
    const events = await store.events(id);
    const types = events.map(({ type }) => type);
    const branch = branchName({ prefix: 'fairlead', promotion });
    const own = pullRequests.filter(
      each =>
        each.branch === branch ||
        each.body.includes(`<!-- fairlead:promotion:${id} -->`),
    );
    const wasOpened = types.includes('opened');
    const isMerged = types.includes('merged');

    check(isEnded(state), () => `${name} has not ended: ${promotion.message}`);
    check(
      state !== 'errored' && state !== 'failed',
      () => `${name}: ${promotion.message}`,
    );
    check(
      own.length === (wasOpened ? 1 : 0),
      () => `${name} has ${own.length} pull requests; ${types}`,
    );
    for (const { number, body, comments, merged, ...found } of own) {
      const status = comments.filter(each => each.includes(statusMarker(id)));
      check(
        number === promotion.pullRequest?.number,
        () => `${name} follows another pull request than #${number}`,
      );
      check(
        found.branch === branch &&
          body.includes(`<!-- fairlead:promotion:${id} -->`),
        () => `#${number} has the branch or body of another than ${name}`,
      );
      check(
        found.state === 'closed' && merged === isMerged,
        () => `#${number} of ${name} is ${found.state}, merged: ${merged}`,
      );
      check(
        status.length === 1,
        () => `#${number} of ${name} has ${status.length} status comments`,
      );
      check(
        status.every(each => each.includes(`**${stateWords[state].words}**`)),
        () => `#${number} of ${name} does not tell how it ended: ${status}`,
      );
    }
    check(
      branches.has(branch) === isMerged,
      () => `${name}: branch ${isMerged ? 'is gone' : 'is still there'}`,
    );
    branches.delete(branch);

    faults.push(
      ...timelineFaults(types).map(fault => `${name}: ${fault}; ${types}`),
      ...writeFaults(writes.get(id) ?? []).map(fault => `${name}: ${fault}`),
    );
  }
  check(
    pullRequests.length ===
      promotions.filter(({ pullRequest }) => pullRequest).length,
    () => `there are ${pullRequests.length} pull requests`,
  );
  branches.delete('main');
  check(branches.size === 0, () => `branches of nobody: ${[...branches]}`);
  check(
    forge.crowdedLanes.length === 0,
    () => `two open pull requests at once: ${forge.crowdedLanes}`,
  );
  const files = await knex('promotion_files');
  check(files.length === 0, () => `${files.length} contents are left`);
  // None died of itself, none ran in a circle.
  faults.push(...log.filter(line => /^died: |steps at once/.test(line)));
  expect(faults).toEqual([]);
}

/** Each state once, unless it fell back, and each after one that it may come after. */
function timelineFaults(types: readonly string[]): string[] {
  const once = ['requested', 'turn', 'opened', 'merged'];
  const states = toldStates(types);
  return [
    ...(types[0] === 'requested' ? [] : ['it does not begin with the request']),
    ...once.flatMap(type =>
      types.filter(each => each === type).length > 1 ? `${type} twice` : [],
    ),
    ...states.flatMap((state, index) => {
      const before = index > 0 ? states[index - 1] : undefined;
      return isToldAfter(before, state) ? [] : `${state} after ${before}`;
    }),
    ...(isEnded(states[states.length - 1]) ? [] : ['it does not tell the end']),
  ];
}

/** The beginning of the opening is not told, nor is the state in which it was requested. */
function isToldAfter(
  before: PromotionState | undefined,
  state: PromotionState,
): boolean {
  const from: PromotionState[] = before ? [before] : ['queued', 'planned'];
  if (!before && state === 'noop') return true;
  return from.some(each =>
    [each, ...(each === 'planned' ? (['opening'] as const) : [])].some(one =>
      transitions[one].includes(state),
    ),
  );
}

function writeFaults(writes: readonly NotedWrite[]): string[] {
  return writes.flatMap(({ revision, state }, index) => {
    if (revision !== index) return `write ${index} has revision ${revision}`;
    const before = writes[index - 1];
    if (!before || before.state === state) return [];
    const from = promotionStateSchema.parse(before.state);
    return transitions[from].some(each => each === state)
      ? []
      : `${state} was written after ${from}`;
  });
}

function byPromotion(writes: readonly NotedWrite[]): Map<string, NotedWrite[]> {
  const groups = new Map<string, NotedWrite[]>();
  for (const write of writes) {
    groups.set(write.id, [...(groups.get(write.id) ?? []), write]);
  }
  return groups;
}
