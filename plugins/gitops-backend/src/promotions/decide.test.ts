import {
  isEnded,
  PromotionState,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { timing } from './__testUtils__/PromotionWorld';
import { decide } from './decide';
import { Observation, TargetSighting } from './Observation';
import { PromotionChange, TrackedPromotion } from './TrackedPromotion';

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

const step = fc.record({
  passed: fc.constantFrom(1_000, 30_000, 61_000, 200_000, 700_000),
  opening: fc.option(sighting, { nil: undefined }),
  pullRequest: fc.option(sighting, { nil: undefined }),
  closing: fc.option(sighting, { nil: undefined }),
  targets: fc.oneof(
    { weight: 2, arbitrary: fc.constant(goodTargets) },
    { weight: 1, arbitrary: fc.tuple(targetSighting(0), targetSighting(1)) },
  ),
  cancel: fc.constantFrom(false, false, false, false, true),
});

const allowed: Record<string, PromotionState[]> = {
  planned: ['opening', 'cancelled'],
  opening: ['open', 'errored', 'cancelled'],
  open: ['merged', 'closed', 'cancelled', 'errored'],
  merged: ['synced', 'failed', 'superseded', 'errored'],
  synced: ['merged', 'settling', 'failed', 'superseded', 'errored'],
  settling: [
    'merged',
    'synced',
    'succeeded',
    'failed',
    'superseded',
    'errored',
  ],
};

/** Follows decisions on one observation until there is nothing to do but wait. Returns each step that was taken. */
function settle(promotion: TrackedPromotion, observation: Observation) {
  const steps: Array<{ before: TrackedPromotion; change: PromotionChange }> =
    [];
  let now = promotion;
  for (let count = 0; count < 20; count++) {
    const { change, act, lookAgainAt } = decide(now, { observation, timing });
    if (change) {
      steps.push({ before: now, change });
      now = apply(now, change);
    }
    if (act || isEnded(now.state) || !change?.state) {
      const isLate = lookAgainAt && lookAgainAt <= observation.now;
      if (isLate || !(act || lookAgainAt || isEnded(now.state))) {
        throw new Error(`it waits for nothing in ${now.state}`);
      }
      return { promotion: now, steps };
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
function walk(
  steps: Array<typeof step extends fc.Arbitrary<infer T> ? T : never>,
) {
  let promotion = planned();
  let now = start;
  let goodSince: number | undefined;
  const taken: Array<{
    before: TrackedPromotion;
    change: PromotionChange;
    /** How long every target had been good. */
    goodFor: number | undefined;
  }> = [];
  for (const { passed, cancel, ...seen } of steps) {
    now += passed;
    if (cancel && ['planned', 'opening', 'open'].includes(promotion.state)) {
      const at = new Date(now).toISOString();
      promotion = {
        ...promotion,
        tracking: {
          ...promotion.tracking,
          cancel: { by: 'user:default/bob', reason: 'No', at },
        },
      };
    }
    const settled = settle(promotion, { now: new Date(now), ...seen });
    const isFollowed = !['planned', 'opening', 'open'].includes(
      settled.promotion.state,
    );
    goodSince =
      seen.targets.every(isGood) && isFollowed ? (goodSince ?? now) : undefined;
    const goodFor = goodSince === undefined ? undefined : now - goodSince;
    taken.push(...settled.steps.map(each => ({ ...each, goodFor })));
    promotion = settled.promotion;
  }
  return { promotion, now, taken };
}

describe('decide', () => {
  it('keeps its promises in any world', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), steps => {
        for (const { before, change, goodFor } of walk(steps).taken) {
          const state = change.state ?? before.state;
          const keys = (change.events ?? []).map(({ key }) => key);
          expect(isEnded(before.state)).toBe(false);
          expect([before.state, ...allowed[before.state]]).toContain(state);
          expect(new Set(keys).size).toBe(keys.length);
          expect(keys.includes('end')).toBe(isEnded(state));
          expect(change.message).not.toBe('');
          expect(
            state !== 'succeeded' || (goodFor ?? -1) >= timing.settleMs,
          ).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('reaches every state', () => {
    const reached = new Set<PromotionState>();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), steps => {
        for (const { before, change } of walk(steps).taken) {
          reached.add(before.state).add(change.state ?? before.state);
        }
      }),
      { numRuns: 1_000, seed: 1 },
    );
    const all = Object.entries(allowed).flatMap(([from, to]) => [from, ...to]);
    expect([...reached].sort()).toEqual([...new Set(all)].sort());
  });

  it('comes to an end from everywhere once the world is good', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), steps => {
        const walked = walk(steps);
        let { promotion, now } = walked;
        for (let count = 0; count < 4; count++) {
          now += timing.settleMs;
          const seen = {
            kind: 'seen' as const,
            pullRequest: promotion.state === 'opening' ? open : merged,
          };
          ({ promotion } = settle(promotion, {
            now: new Date(now),
            opening: seen,
            pullRequest: seen,
            targets: goodTargets,
          }));
        }
        expect(isEnded(promotion.state)).toBe(true);
        expect(steps.length > 0 || promotion.state === 'succeeded').toBe(true);
      }),
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
      expect(decide(promotion, { observation, timing })).toEqual({});
    }
  });

  it('never calls nothing a success', () => {
    const promotion: TrackedPromotion = { ...planned(), state: 'settling' };
    const { change } = decide(promotion, {
      observation: { now: new Date(start), targets: [] },
      timing,
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
    });
    expect(change?.message).toBe(
      'Waiting for orders-eu to sync: it is at 3f2a1c0, the merge is bbbbbbb. (and 1 more)',
    );
  });
});
