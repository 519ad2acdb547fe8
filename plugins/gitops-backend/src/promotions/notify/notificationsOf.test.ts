import {
  defaultPolicy,
  EnvironmentPolicy,
  Promotion,
  PromotionState,
} from '@fairlead/backstage-plugin-gitops-common';
import { NewPromotionEvent } from '../TrackedPromotion';
import { aGate, aPromotion, aPullRequest } from './__testUtils__/aPromotion';
import { notificationsOf } from './notificationsOf';

const alice = 'user:default/alice';
const automatic = { requestedBy: 'fairlead', automatic: true };
const policy: EnvironmentPolicy = {
  ...defaultPolicy('staging'),
  gates: {
    ...defaultPolicy('staging').gates,
    approvals: { required: 1, from: ['owners', 'group:default/platform'] },
  },
};

function told(
  before: Partial<Promotion> | undefined,
  after: Partial<Promotion>,
  events: NewPromotionEvent[] = [],
) {
  return notificationsOf({
    ...(before && { before: aPromotion(before) }),
    after: aPromotion(after),
    events,
    policy,
  });
}

const ended = (state: PromotionState, actor?: string): NewPromotionEvent[] => [
  { key: 'end', type: state, message: '', ...(actor && { actor }) },
];

describe('who is told what', () => {
  it('says nothing of a promotion that was requested or opened, nor twice that it has ended', () => {
    expect(told(undefined, { state: 'planned' })).toEqual([]);
    expect(told({ state: 'opening' }, { state: 'open' })).toEqual([]);
    expect(told({ state: 'open' }, { state: 'merged' })).toEqual([]);
    expect(told({ state: 'failed' }, { state: 'failed' })).toEqual([]);
    expect(told({ state: 'planned' }, { state: 'noop' })).toEqual([]);
  });

  it('tells whoever asked that it is live, once for all waves', () => {
    expect(
      told({ state: 'settling' }, { state: 'succeeded', message: 'Done.' }),
    ).toEqual([
      {
        to: [alice],
        topic: 'promotion-succeeded',
        severity: 'normal',
        title: 'orders 1.5.0 is live in staging',
        description: 'Done.',
      },
    ]);
    const wave = { group: 'g', index: 1, count: 2 };
    expect(told({ state: 'settling' }, { state: 'succeeded', wave })).toEqual(
      [],
    );
    expect(
      told(
        { state: 'settling' },
        { state: 'succeeded', wave: { ...wave, index: 2 } },
      ),
    ).toMatchObject([
      { title: 'orders 1.5.0 (wave 2 of 2) is live in staging' },
    ]);
    expect(
      told({ state: 'settling' }, { state: 'succeeded', ...automatic }),
    ).toEqual([]);
  });

  it('tells whoever asked, and the owner, that it failed', () => {
    const failed = { state: 'failed' as const, message: 'It crashes.' };
    expect(told({ state: 'settling' }, failed)).toEqual([
      expect.objectContaining({
        to: [alice],
        severity: 'high',
        title: 'orders 1.5.0 failed in staging',
        description: 'It crashes.',
      }),
      expect.objectContaining({
        to: ['owners'],
        except: alice,
        topic: 'promotion-failed',
      }),
    ]);
    expect(told({ state: 'settling' }, { ...failed, ...automatic })).toEqual([
      expect.not.objectContaining({ except: expect.anything() }),
    ]);
  });

  it('tells the owner that a rollback begins and how it ends', () => {
    const rollback = { kind: 'rollback' as const, reason: '1.5.0 crashes' };
    expect(told(undefined, { ...rollback, ...automatic })).toEqual([
      {
        to: ['owners'],
        topic: 'rollback',
        severity: 'high',
        title: 'Rollback in staging: back to orders 1.5.0',
        description: '1.5.0 crashes',
      },
    ]);
    expect(told(undefined, rollback)).toMatchObject([{ except: alice }]);
    expect(
      told({ state: 'settling' }, { ...rollback, state: 'succeeded' }),
    ).toMatchObject([
      { to: [alice], topic: 'promotion-succeeded' },
      { to: ['owners'], except: alice, topic: 'rollback' },
    ]);
    expect(
      told({ state: 'settling' }, { ...rollback, state: 'failed' }),
    ).toMatchObject([{ topic: 'rollback' }, { topic: 'rollback' }]);
  });

  it('tells whoever asked that somebody else has ended it, and the one responsible that Fairlead gave up', () => {
    const end = (state: PromotionState, actor?: string) =>
      told({ state: 'open' }, { state }, ended(state, actor));
    expect(end('cancelled', alice)).toEqual([]);
    expect(end('cancelled', 'user:default/bob')).toMatchObject([
      { to: [alice], title: 'orders 1.5.0 to staging was cancelled' },
    ]);
    expect(end('closed', 'bob')).toMatchObject([
      { to: [alice], topic: 'promotion-closed', severity: 'normal' },
    ]);
    expect(end('superseded')).toMatchObject([{ severity: 'low' }]);
    expect(
      told(
        { state: 'open' },
        { state: 'closed', ...automatic },
        ended('closed', 'bob'),
      ),
    ).toEqual([]);
    expect(end('errored')).toMatchObject([{ to: [alice], severity: 'high' }]);
    expect(
      told({ state: 'open' }, { state: 'errored', ...automatic }),
    ).toMatchObject([{ to: ['owners'] }]);
  });

  it('tells the one responsible of a conflict, a gate that refuses, a review and checks, when they begin', () => {
    const needs: Array<Partial<Promotion>> = [
      {
        conflicts: [{ file: 'a', pointer: 'b', from: '1', to: '2', now: '3' }],
      },
      {
        gates: [
          aGate({ gate: 'http:smoke', title: 'Smoke test', status: 'failed' }),
        ],
      },
      { pullRequest: aPullRequest({ review: 'changes-requested' }) },
      { pullRequest: aPullRequest({ checks: 'failing' }) },
    ];
    for (const need of needs) {
      expect(told({}, need)).toEqual([
        expect.objectContaining({ to: [alice], topic: 'promotion-needs-you' }),
      ]);
      expect(told(need, need)).toEqual([]);
      expect(told({}, { ...need, ...automatic })).toMatchObject([
        { to: ['owners'] },
      ]);
    }
    const [, gate] = needs;
    expect(told({}, gate)).toMatchObject([
      { title: 'orders 1.5.0 to staging: held up by Smoke test' },
    ]);
    const overridden = { by: alice, reason: 'it is down', at: '' };
    expect(
      told({}, { gates: gate.gates?.map(each => ({ ...each, overridden })) }),
    ).toEqual([]);
  });

  it('tells whoever asked that it can be merged, after it had to wait for something', () => {
    const pending = { pullRequest: aPullRequest({ checks: 'pending' }) };
    expect(told(pending, {})).toMatchObject([
      { to: [alice], title: 'orders 1.5.0 to staging is ready to be merged' },
    ]);
    expect(told({}, {})).toEqual([]);
    expect(told({ gates: [aGate()] }, {})).toHaveLength(1);
    expect(told({ ...pending, state: 'opening' }, {})).toEqual([]);
    for (const blocked of [
      { review: 'required' as const },
      { mergeable: 'conflicting' as const },
      { draft: true },
      { autoMerge: 'enabled' as const },
    ]) {
      expect(told(pending, { pullRequest: aPullRequest(blocked) })).toEqual([]);
    }
    expect(
      notificationsOf({
        before: aPromotion(pending),
        after: aPromotion(),
        events: [],
        policy: { ...policy, merge: 'automatic' },
      }),
    ).toEqual([]);
  });

  it('asks those who may approve, but not whoever asked, and again for another change', () => {
    const waiting = { gates: [aGate()] };
    const wanted = {
      to: ['owners', 'group:default/platform'],
      except: alice,
      topic: 'approval-wanted',
      title: 'Approval wanted: orders 1.5.0 to staging',
      description: 'The fix for the rounding error',
    };
    expect(told({ state: 'planned' }, waiting)).toMatchObject([wanted]);
    expect(told(waiting, waiting)).toEqual([]);
    const { plan } = aPromotion();
    const moved = { ...plan, baseSha: 'c'.repeat(40), fingerprint: 'g' };
    expect(told(waiting, { ...waiting, plan: moved })).toEqual([]);
    const other = { ...plan, edits: [{ ...plan.edits[0], from: '1.4.3' }] };
    expect(told(waiting, { ...waiting, plan: other })).toMatchObject([wanted]);
    expect(
      told(
        { gates: [aGate({ status: 'passed' })] },
        { ...waiting, plan: other },
      ),
    ).toMatchObject([wanted]);
  });
});
