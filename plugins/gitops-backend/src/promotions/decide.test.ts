import {
  defaultPolicy,
  EnvironmentPolicy,
  gatesInTheWay,
  GatePhase,
  GateStatus,
  isEnded,
  PromotionState,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { timing } from './__testUtils__/timing';
import { decide } from './decide';
import { displayOf } from './decide/displayOf';
import { PromotionAct } from './Decision';
import {
  LaneSighting,
  MergeSighting,
  Observation,
  RebaseSighting,
  TargetSighting,
  UpdateSighting,
} from './Observation';
import { PromotionChange, TrackedPromotion } from './TrackedPromotion';
import { transitions } from './transitions';

const image = 'ghcr.io/acme/orders';
const mergeSha = 'b'.repeat(40);
const start = Date.parse('2026-11-24T09:00:00.000Z');
const names = ['orders-eu', 'orders-us'];
const template = names.map(name => storedTarget({ name, tag: '1.5.0' }));

function planned(): TrackedPromotion {
  return {
    id: '7f7df7a5-6a1b-4a53-9f0c-3b4ff1ad5bd3',
    entityRef: 'component:default/orders',
    from: 'dev',
    to: 'staging',
    state: 'planned',
    message: 'Requested.',
    reason: 'Fix',
    requestedBy: 'user:default/alice',
    kind: 'promotion',
    automatic: false,
    skips: [],
    links: {},
    gates: [],
    conflicts: [],
    createdAt: new Date(start).toISOString(),
    updatedAt: new Date(start).toISOString(),
    plan: {
      entityRef: 'component:default/orders',
      from: 'dev',
      to: 'staging',
      repoUrl: 'https://github.com/acme/gitops',
      baseBranch: 'main',
      baseSha: 'a'.repeat(40),
      targets: template.map(({ id }) => id),
      fromVersion: { images: [{ name: image, tag: '1.4.2' }] },
      toVersion: { images: [{ name: image, tag: '1.5.0' }] },
      edits: [
        {
          file: 'apps/orders/kustomization.yaml',
          line: 3,
          pointer: 'images[0].newTag',
          what: 'image-tag',
          subject: image,
          from: '1.4.2',
          to: '1.5.0',
        },
      ],
      files: [],
      blockers: [],
      fingerprint: 'f',
    },
    progress: [],
    tracking: { refusals: 0, outages: 0, revisions: {} },
    revision: 0,
  };
}

function apply(
  promotion: TrackedPromotion,
  change: PromotionChange,
): TrackedPromotion {
  const { events: _, ...fields } = change;
  return { ...promotion, ...fields, revision: promotion.revision + 1 };
}

const open: PullRequest = {
  number: 1,
  url: 'https://github.com/acme/gitops/pull/1',
  title: 'Promote',
  state: 'open',
  headBranch: 'fairlead/orders',
  headSha: 'c'.repeat(40),
  mergeable: 'mergeable',
  checks: 'none',
  review: 'none',
};
const merged: PullRequest = {
  ...open,
  state: 'merged',
  mergeSha,
  mergedBy: 'carol',
  mergedAt: new Date(start).toISOString(),
};

const problem = fc.record({
  kind: fc.constantFrom(
    'outage' as const,
    'refusal' as const,
    'conflict' as const,
  ),
  message: fc.constant('the forge said no'),
});
const pullRequest: fc.Arbitrary<PullRequest> = fc.oneof(
  fc
    .record({
      ...Object.fromEntries([]),
      checks: fc.constantFrom(
        'none' as const,
        'pending' as const,
        'failing' as const,
      ),
      review: fc.constantFrom(
        'none' as const,
        'required' as const,
        'approved' as const,
      ),
      headSha: fc.constantFrom(open.headSha, open.headSha, 'e'.repeat(40)),
      baseSha: fc.constantFrom(undefined, 'a'.repeat(40), '1'.repeat(40)),
      draft: fc.constantFrom(undefined, false, true),
      autoMerge: fc.constantFrom(undefined, 'enabled' as const),
      mergeable: fc.constantFrom('mergeable' as const, 'conflicting' as const),
    })
    .map(part => ({ ...open, ...part })),
  fc.constant(merged),
  fc.constant({ ...merged, mergeSha: undefined }),
  fc.constant({ ...open, state: 'closed' as const }),
);
const sighting = fc.oneof(
  {
    weight: 3,
    arbitrary: pullRequest.map(seen => ({
      kind: 'seen' as const,
      pullRequest: seen,
    })),
  },
  {
    weight: 1,
    arbitrary: problem.map(each => ({
      kind: 'problem' as const,
      problem: each,
    })),
  },
);

/** What a target may look like, good more often than not. */
const targetSighting = (index: number): fc.Arbitrary<TargetSighting> =>
  fc
    .record({
      there: fc.constantFrom('yes', 'yes', 'yes', 'unreachable', 'no'),
      sync: fc.constantFrom(
        'Synced' as const,
        'Synced' as const,
        'OutOfSync' as const,
        'Unknown' as const,
      ),
      health: fc.constantFrom(
        'Healthy' as const,
        'Healthy' as const,
        'Progressing' as const,
        'Degraded' as const,
        'Suspended' as const,
      ),
      phase: fc.constantFrom(
        'Succeeded' as const,
        'Succeeded' as const,
        'Running' as const,
        'Failed' as const,
      ),
      tags: fc.constantFrom(
        ['1.5.0'],
        ['1.5.0'],
        ['1.4.2'],
        ['1.4.2', '1.5.0'],
        [],
      ),
      containsMerge: fc.boolean(),
      value: fc.constantFrom(
        'promoted' as const,
        'promoted' as const,
        'promoted' as const,
        'unclear' as const,
        'reverted' as const,
        'replaced' as const,
      ),
      told: fc.constantFrom(true, true, true, false),
      autoSync: fc.boolean(),
    })
    .map(
      ({
        there,
        sync,
        health,
        phase,
        tags,
        containsMerge,
        value,
        told,
        autoSync,
      }) => {
        const target = template[index];
        if (there === 'no') return { targetId: target.id, revisions: [] };
        return {
          targetId: target.id,
          target: {
            ...target,
            ...(there === 'unreachable' && {
              unreachable: {
                since: 'then',
                message: 'down',
                fault: 'cluster' as const,
              },
            }),
            status: {
              ...target.status,
              sync: { status: sync },
              health: { status: health },
              operation: { phase },
              version: { images: tags.map(tag => ({ name: image, tag })) },
              autoSync: { enabled: autoSync, prune: false, selfHeal: false },
            },
          },
          revisions: [
            {
              revision: 'd'.repeat(40),
              sighting: told
                ? { kind: 'answer' as const, answer: { containsMerge, value } }
                : {
                    kind: 'problem' as const,
                    problem: { kind: 'outage' as const, message: 'down' },
                  },
            },
          ],
        };
      },
    );

const goodTargets: TargetSighting[] = template.map(target => ({
  targetId: target.id,
  target,
  revisions: [
    {
      revision: mergeSha,
      sighting: {
        kind: 'answer',
        answer: { containsMerge: true, value: 'promoted' },
      },
    },
  ],
}));

const gate = (
  phase: GateStatus['phases'][number],
  status: GateStatus['status'],
): GateStatus => ({
  gate: phase,
  title: phase,
  phases: [phase],
  status,
  message: 'because',
  ...(status === 'waiting' && { until: new Date(start + 1e6).toISOString() }),
});
const gates = fc.option(
  fc
    .tuple(
      ...(['open', 'merge', 'finish'] as const).map(phase =>
        fc
          .constantFrom('passed', 'passed', 'passed', 'waiting', 'failed')
          .map(status => gate(phase, status as GateStatus['status'])),
      ),
    )
    .map(each => [...each]),
  { nil: undefined, freq: 4 },
);
const neighbour = {
  id: 'other',
  state: 'open' as const,
  createdAt: new Date(start).toISOString(),
};
const lane: fc.Arbitrary<LaneSighting> = fc.constantFrom(
  { ahead: [], earlierWaves: [] },
  { ahead: [], earlierWaves: [] },
  { ahead: [], earlierWaves: [], active: neighbour },
  { ahead: [{ ...neighbour, state: 'queued' }], earlierWaves: [] },
  { ahead: [], earlierWaves: [{ ...neighbour, state: 'failed' }] },
);
const conflict = {
  file: 'apps/orders/kustomization.yaml',
  pointer: 'images[0].newTag',
  from: '1.4.2',
  to: '1.5.0',
  now: '1.4.9',
};
const rebase = fc.oneof<fc.Arbitrary<RebaseSighting>[]>(
  fc.constant({ kind: 'same' as const, base: '1'.repeat(40) }),
  fc.constantFrom(true, false).map(some => ({
    kind: 'replanned' as const,
    base: '1'.repeat(40) as string,
    plan: {
      ...planned().plan,
      baseSha: '1'.repeat(40),
      ...(!some && { edits: [] }),
    },
    contents: { contents: new Map() },
  })),
  fc.constant({
    kind: 'conflict' as const,
    base: '1'.repeat(40),
    conflicts: [conflict],
  }),
  problem.map(each => ({ kind: 'problem' as const, problem: each })),
);
const updating = fc.oneof<fc.Arbitrary<UpdateSighting>[]>(
  fc.constantFrom('seen' as const, 'pushed-by-others' as const).map(kind => ({
    kind,
    pullRequest: { ...open, headSha: '2'.repeat(40) },
  })),
  problem.map(each => ({ kind: 'problem' as const, problem: each })),
);
const merging = fc.oneof<fc.Arbitrary<MergeSighting>[]>(
  fc
    .constantFrom('merged' as const, 'scheduled' as const, 'refused' as const)
    .map(outcome => ({
      kind: 'answer' as const,
      answer: { outcome, message: 'so it is' },
    })),
  problem.map(each => ({ kind: 'problem' as const, problem: each })),
);

const step = fc.record({
  passed: fc.constantFrom(1_000, 30_000, 61_000, 200_000, 700_000),
  opening: fc.option(sighting, { nil: undefined }),
  pullRequest: fc.option(sighting, { nil: undefined }),
  closing: fc.option(sighting, { nil: undefined }),
  targets: fc.oneof(
    { weight: 2, arbitrary: fc.constant(goodTargets) },
    { weight: 1, arbitrary: fc.tuple(targetSighting(0), targetSighting(1)) },
  ),
  cancel: fc.constantFrom(false, false, false, false, false, false, true),
  supersede: fc.constantFrom(false, false, false, false, false, false, true),
  merge: fc.constantFrom(false, false, false, true),
  gates,
  lane,
  rebase,
  updating,
  merging,
  shows: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const beginning = fc.record({
  state: fc.constantFrom('queued' as const, 'planned' as const),
  merge: fc.constantFrom(
    'people' as const,
    'automatic' as const,
    'forge' as const,
  ),
});
type Beginning = typeof beginning extends fc.Arbitrary<infer T> ? T : never;

/** What was decided, and on what. */
interface Taken {
  before: TrackedPromotion;
  observation: Observation;
  change?: PromotionChange;
  act?: PromotionAct;
}

interface Walked extends Taken {
  /** How long every target had been good. */
  goodFor: number | undefined;
}

/** What comes of an action in this world. */
function outcomeOf(
  act: PromotionAct,
  options: { promotion: TrackedPromotion; seen: Partial<Step> },
): Partial<Observation> {
  const { promotion, seen } = options;
  const { opening, closing, rebase: rebased, updating: updated } = seen;
  const missing = {
    kind: 'problem' as const,
    problem: { kind: 'outage' as const, message: 'down' },
  };
  switch (act) {
    case 'open':
      return { opening: opening ?? missing };
    case 'close':
      return {
        closing: closing ?? missing,
        ...(closing?.kind === 'seen' && { pullRequest: closing }),
      };
    case 'rebase':
      return { rebase: rebased ?? missing };
    case 'update':
      return { updating: updated ?? missing };
    case 'show':
      return {
        shown: seen.shows
          ? displayOf(promotion)
          : (promotion.tracking.shown ?? {}),
      };
    default:
      return { merging: seen.merging ?? missing };
  }
}

/** Follows decisions until there is nothing to do but wait. Returns each that was taken. */
function settle(
  promotion: TrackedPromotion,
  options: {
    now: Date;
    policy: EnvironmentPolicy;
    seen: Partial<Step>;
  },
) {
  const { policy, seen } = options;
  const { targets, pullRequest: pr, gates: gateStatuses, lane: others } = seen;
  const taken: Taken[] = [];
  let now = promotion;
  let observation: Observation = {
    now: options.now,
    ...(targets && { targets }),
    ...(pr && { pullRequest: pr }),
    ...(gateStatuses && { gates: gateStatuses }),
    ...(others && { lane: others }),
  };
  for (let count = 0; count < 40; count++) {
    if (isEnded(now.state)) return { promotion: now, taken };
    const { change, act, lookAgainAt } = decide(now, {
      observation,
      timing,
      policy,
    });
    taken.push({ before: now, observation, change, act });
    if (change) {
      now = apply(now, change);
      if (isEnded(now.state)) return { promotion: now, taken };
      const {
        rebase: _,
        updating: __,
        merging: ___,
        shown: ____,
        ...rest
      } = observation;
      observation = rest;
    }
    if (act) {
      observation = {
        ...observation,
        ...outcomeOf(act, { promotion: now, seen }),
      };
    } else if (lookAgainAt || !change) {
      if (!lookAgainAt || lookAgainAt <= observation.now) {
        throw new Error(`it waits for nothing in ${now.state}`);
      }
      return { promotion: now, taken };
    }
  }
  throw new Error(`it runs in a circle in ${now.state}`);
}

const isGood = ({ target, revisions }: TargetSighting) =>
  target !== undefined &&
  !target.unreachable &&
  target.status.sync.status === 'Synced' &&
  target.status.health.status === 'Healthy' &&
  ['Succeeded', undefined].includes(target.status.operation?.phase) &&
  target.status.version.images.every(({ tag }) => tag === '1.5.0') &&
  revisions.every(
    ({ sighting: each }) =>
      each.kind === 'answer' &&
      each.answer.containsMerge &&
      (each.answer.value === 'promoted' ||
        (each.answer.value === 'unclear' &&
          target.status.version.images.length > 0)),
  );

/** A promotion on its way through any world. */
function walk(steps: readonly Step[], { state, merge }: Beginning) {
  let promotion: TrackedPromotion = { ...planned(), state };
  const policy = { ...defaultPolicy('staging'), merge };
  let now = start;
  let goodSince: number | undefined;
  const taken: Walked[] = [];
  const before = ['queued', 'planned', 'opening', 'open'];
  for (const seen of steps) {
    now += seen.passed;
    const at = new Date(now).toISOString();
    const { tracking } = promotion;
    const isBefore = before.includes(promotion.state);
    promotion = {
      ...promotion,
      tracking: {
        ...tracking,
        ...(seen.cancel &&
          isBefore && { cancel: { by: 'user:default/bob', reason: 'No', at } }),
        ...(seen.supersede && { supersede: { by: 'newer', at } }),
        ...(seen.merge &&
          isBefore && {
            merge: { by: 'user:default/bob', head: open.headSha, at },
          }),
      },
    };
    const settled = settle(promotion, { now: new Date(now), policy, seen });
    const isFollowed = !before.includes(settled.promotion.state);
    goodSince =
      seen.targets.every(isGood) && isFollowed ? (goodSince ?? now) : undefined;
    const goodFor = goodSince === undefined ? undefined : now - goodSince;
    taken.push(...settled.taken.map(each => ({ ...each, goodFor })));
    promotion = settled.promotion;
  }
  return { promotion, now, policy, taken };
}

/** What a step did that none may do. */
function brokenPromises(
  { before, change, act, observation, goodFor }: Walked,
  rules: EnvironmentPolicy,
): string[] {
  const known = observation.gates ?? [];
  const isFree = (phase: GatePhase) => gatesInTheWay(known, phase).length === 0;
  const broken: Array<string | false> = [];
  if (act === 'merge' || act === 'schedule') {
    const seen = observation.pullRequest;
    const head = seen?.kind === 'seen' && seen.pullRequest.headSha;
    const { ourHead, merge } = before.tracking;
    const isAsked = merge !== undefined && merge.head === head;
    broken.push(
      !(observation.gates && isFree('merge')) && 'merges past a gate',
      before.conflicts.length > 0 && 'merges a conflict',
      !isAsked && head !== ourHead && 'merges what others have pushed',
      !isAsked && rules.merge === 'people' && 'merges without being asked',
    );
  }
  if (act === 'update') {
    broken.push(!before.tracking.updateDue && 'updates without need');
  }
  if (change) {
    const state = change.state ?? before.state;
    const keys = (change.events ?? []).map(({ key }) => key);
    const isAllowed =
      state === before.state || transitions[before.state].includes(state);
    broken.push(
      !isAllowed && `goes from ${before.state} to ${state}`,
      new Set(keys).size < keys.length && 'says a thing twice',
      keys.includes('end') !== isEnded(state) && 'ends without an end',
      change.message === '' && 'has nothing to say',
      before.state === 'planned' &&
        state === 'opening' &&
        !isFree('open') &&
        'opens past a gate',
      state === 'succeeded' &&
        !((goodFor ?? -1) >= timing.settleMs && isFree('finish')) &&
        'succeeds too early',
    );
  }
  return broken.flatMap(each => each || []);
}

const policy = defaultPolicy('staging');

describe('decide', () => {
  it('keeps its promises in any world', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        beginning,
        (steps, begin) => {
          const { taken, policy: rules } = walk(steps, begin);
          const broken = taken.flatMap(each => brokenPromises(each, rules));
          expect(broken).toEqual([]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('reaches every state', () => {
    const reached = new Set<PromotionState>();
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        beginning,
        (steps, begin) => {
          for (const { before, change } of walk(steps, begin).taken) {
            reached.add(before.state).add(change?.state ?? before.state);
          }
        },
      ),
      { numRuns: 2_000, seed: 1 },
    );
    expect([...reached].sort()).toEqual(Object.keys(transitions).sort());
  });

  it('comes to an end from everywhere once the world is good', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 15 }),
        beginning,
        (steps, begin) => {
          const walked = walk(steps, begin);
          let { promotion, now } = walked;
          for (let count = 0; count < 8; count++) {
            // The forge may have asked for some patience.
            now += 400_000;
            const seen = {
              kind: 'seen' as const,
              pullRequest: promotion.state === 'opening' ? open : merged,
            };
            ({ promotion } = settle(promotion, {
              now: new Date(now),
              policy: walked.policy,
              seen: {
                opening: seen,
                pullRequest: seen,
                closing: seen,
                targets: goodTargets,
                gates: [],
                lane: { ahead: [], earlierWaves: [] },
                rebase: { kind: 'same', base: '1'.repeat(40) },
                shows: true,
              },
            }));
          }
          expect(isEnded(promotion.state)).toBe(true);
          expect(steps.length > 0 || promotion.state === 'succeeded').toBe(
            true,
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('leaves what has ended alone', () => {
    for (const state of [
      'succeeded',
      'noop',
      'closed',
      'cancelled',
      'superseded',
      'failed',
      'errored',
    ] as const) {
      const promotion = { ...planned(), state };
      const observation = {
        now: new Date(start),
        pullRequest: { kind: 'seen' as const, pullRequest: merged },
        targets: goodTargets,
      };
      expect(decide(promotion, { observation, timing, policy })).toEqual({});
    }
  });

  it('never calls nothing a success', () => {
    const promotion: TrackedPromotion = { ...planned(), state: 'settling' };
    const { change } = decide(promotion, {
      observation: { now: new Date(start), targets: [] },
      timing,
      policy,
    });
    expect(change?.state).toBe('errored');
  });

  it('says how many targets are waited for', () => {
    const promotion: TrackedPromotion = {
      ...planned(),
      state: 'merged',
      pullRequest: merged,
    };
    const targets = goodTargets.map(each => ({
      ...each,
      revisions: [
        {
          revision: '3f2a1c0'.padEnd(40, '0'),
          sighting: {
            kind: 'answer' as const,
            answer: { containsMerge: false, value: 'unclear' as const },
          },
        },
      ],
    }));
    const { change } = decide(promotion, {
      observation: { now: new Date(start), targets },
      timing,
      policy,
    });
    expect(change?.message).toBe(
      'Waiting for orders-eu to sync: it is at 3f2a1c0, the merge is bbbbbbb. (and 1 more)',
    );
  });
});
