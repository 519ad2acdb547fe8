import {
  EnvironmentPolicy,
  Promotion,
  Restriction,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { GateInput, GateTarget } from '@fairlead/backstage-plugin-gitops-node';
import { GivenApproval } from '../approvals/Approvals';
import { changeKey } from '../approvals/changeKey';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { rolloutStatus } from '../targets/__testUtils__/rolloutStatus';
import { AvailabilityAnswer, AvailabilityQuestion } from './Availability';
import { gateInput } from './__testUtils__/gateInput';
import { builtInGates } from './builtInGates';

interface World {
  availability?: Partial<AvailabilityAnswer>;
  restrictions?: Array<Partial<Restriction>>;
  approvals?: GivenApproval[];
}

/** What one gate says; undefined when it does not apply. */
async function ask(id: string, input: GateInput, world: World = {}) {
  const questions: Array<AvailabilityQuestion | object> = [];
  const gates = builtInGates({
    approvals: { of: async () => world.approvals ?? [] },
    availability: {
      of: async question => {
        questions.push(question);
        return { available: true, message: 'so', ...world.availability };
      },
    },
    clusters: [],
    jobs: { read: async () => undefined },
    restrictions: {
      inForce: async question => {
        questions.push(question);
        return (world.restrictions ?? []).map(part => ({
          id: 'r',
          kind: 'freeze',
          scope: {},
          reason: 'Black Friday',
          createdBy: 'user:default/bob',
          createdAt: '2026-11-01T00:00:00.000Z',
          ...part,
        }));
      },
    },
  });
  const applied = gates.flatMap(gate => gate.applied(input));
  const gate = applied.find(each => each.id === id);
  return gate && { phases: gate.phases, ...(await gate.evaluate()), questions };
}

const rollback: Partial<Promotion> = { kind: 'rollback' };
const gated: Partial<EnvironmentPolicy> = {
  rollback: { automatic: false, maxAgeMs: 0, gated: true },
};

describe('source-healthy', () => {
  const source = (
    status: Partial<TargetStatus> = {},
    rest: Partial<GateTarget> = {},
  ): GateTarget => {
    const target = storedTarget({ name: 'orders-staging', tag: '1.6.0' });
    return { ...target, status: { ...target.status, ...status }, ...rest };
  };
  const drift = (name: string) => ({
    group: 'apps',
    kind: 'Deployment',
    name,
    difference: 'changed' as const,
  });
  const image = (tag: string) => ({ name: 'ghcr.io/acme/orders', tag });

  it('passes when what runs is what Git says, at rest and healthy', async () => {
    expect(await ask('source-healthy', gateInput())).toMatchObject({
      status: 'passed',
      phases: ['open', 'merge'],
    });
    expect(
      await ask('source-healthy', gateInput({ promotion: rollback })),
    ).toBeUndefined();
  });

  it.each<[string, GateTarget[], string]>([
    ['nothing is there', [], 'no target in Staging'],
    [
      'it is not read',
      [
        source(
          {},
          { unreachable: { since: '2026-11-30T10:00Z', message: 'no route' } },
        ),
      ],
      "can't be read since 2026-11-30T10:00Z: no route.",
    ],
    ['it is deleted', [source({ deletingSince: 'x' })], 'is being deleted'],
    ['it is old', [source({ stale: 'no controller' })], 'no controller'],
    [
      'it syncs',
      [source({ operation: { phase: 'WaitingRetry' } })],
      'is syncing',
    ],
    [
      'a sync failed',
      [source({ operation: { phase: 'Failed', message: 'hook failed.' } })],
      'The last sync of orders-staging failed: hook failed.',
    ],
    [
      'it was changed by hand',
      [
        source({
          sync: { status: 'OutOfSync' },
          drift: [drift('orders'), drift('worker')],
        }),
      ],
      'is not what Git says: Deployment orders and 1 more differ.',
    ],
    [
      'nobody knows whether it is synced',
      [source({ sync: { status: 'Unknown' } })],
      'is Unknown',
    ],
    [
      'the engine reports an error',
      [
        source({
          conditions: [
            { type: 'ComparisonError', severity: 'error', message: 'no chart' },
          ],
        }),
      ],
      'reports ComparisonError: no chart',
    ],
    [
      'one of two is not healthy',
      [
        source(),
        source({ health: { status: 'Degraded', message: 'crash loop' } }),
      ],
      'is Degraded: crash loop.',
    ],
    [
      'a rollout was given up',
      [
        source(
          {},
          { rollouts: [rolloutStatus({ state: 'aborted', phase: 'Failed' })] },
        ),
      ],
      'The rollout orders of orders-staging is Failed.',
    ],
    [
      'a rollout can not be read',
      [source({}, { rollouts: [rolloutStatus({ stale: 'no route.' })] })],
      'The status of the rollout orders of orders-staging may be old: no route.',
    ],
    [
      'a rollout shows both versions',
      [source({ version: { images: [image('1.5.0'), image('1.6.0')] } })],
      'runs 1.5.0',
    ],
    [
      'one of two runs another version',
      [source(), source({ version: { images: [image('1.5.0')] } })],
      'orders-staging runs 1.5.0.',
    ],
  ])('waits while %s', async (_, fromTargets, message) => {
    expect(
      // Without the proof of before, another version proves nothing.
      await ask(
        'source-healthy',
        gateInput({ fromTargets, gates: { verified: false } }),
      ),
    ).toMatchObject({
      status: 'waiting',
      message: expect.stringContaining(message),
    });
  });

  it('leaves it to the proof of before when another version runs there by now', async () => {
    const fromTargets = [
      source({
        version: { images: [image('1.7.0')] },
        health: { status: 'Degraded' },
      }),
    ];
    expect(
      await ask('source-healthy', gateInput({ fromTargets })),
    ).toMatchObject({
      status: 'passed',
      message: expect.stringContaining('Staging runs 1.7.0 by now'),
    });
    const database = source({
      version: { images: [{ name: 'postgres', tag: '17' }] },
    });
    expect(
      await ask('source-healthy', gateInput({ fromTargets: [database] })),
    ).toMatchObject({ status: 'passed' });
  });
});

describe('verified and soak-time', () => {
  it('ask the log for what the policy wants, and leave out what a hotfix skips', async () => {
    const input = gateInput({
      policy: { availability: 'any' },
      gates: { soakMs: 7_200_000 },
      promotion: { kind: 'hotfix', skips: ['qa'] },
    });
    const verdict = await ask('verified', input, {
      availability: { message: '1.6.0 is verified in staging.' },
    });
    expect(verdict).toMatchObject({
      status: 'passed',
      phases: ['open'],
      message: '1.6.0 is verified in staging.',
      questions: [
        {
          from: 'staging',
          to: 'prod',
          mode: 'any',
          except: ['qa'],
          soakMs: 7_200_000,
        },
      ],
    });
    expect(verdict?.questions[0]).not.toHaveProperty('only');
    expect(
      await ask('verified', gateInput({ promotion: { kind: 'backfill' } }), {
        availability: { available: false },
      }),
    ).toMatchObject({ status: 'waiting', questions: [{ only: 'staging' }] });
    for (const id of ['verified', 'soak-time']) {
      expect(
        await ask(
          id,
          gateInput({ gates: { soakMs: 7_200_000 }, promotion: rollback }),
        ),
      ).toBeUndefined();
    }
    expect(await ask('soak-time', gateInput())).toBeUndefined();
    expect(
      await ask('verified', gateInput({ gates: { verified: false } })),
    ).toBeUndefined();
  });

  it.each<[string, Partial<AvailabilityAnswer>, object]>([
    [
      'is over',
      { soakedMs: 7_200_000, until: '2026-11-30T11:00:00.000Z' },
      { status: 'passed', message: '1.6.0 has run in Staging for 2 hours.' },
    ],
    [
      'goes on',
      { soakedMs: 60_000, until: '2026-11-30T13:59:00.000Z' },
      {
        status: 'waiting',
        until: '2026-11-30T13:59:00.000Z',
        message:
          '1.6.0 has to run in Staging for 2 hours: until Mon 30 Nov 2026, 13:59 (UTC).',
      },
    ],
    [
      'was broken off',
      { soakedMs: 1_800_000 },
      {
        status: 'failed',
        message: expect.stringContaining('It ran there for 30 minutes'),
      },
    ],
    ['has not begun', {}, { status: 'waiting' }],
  ])('says so when soaking %s', async (_, availability, verdict) => {
    const input = gateInput({ gates: { soakMs: 7_200_000 } });
    expect(await ask('soak-time', input, { availability })).toMatchObject(
      verdict,
    );
  });
});

describe('windows', () => {
  const windows = {
    timeZone: 'Europe/Berlin',
    allow: [],
    deny: [
      { fromDate: '2026-11-27', toDate: '2026-12-01', reason: 'Black Friday' },
    ],
    phases: ['merge' as const],
  };

  it('name the next opening, and let rollbacks pass unless they are gated', async () => {
    const closed = {
      status: 'waiting',
      phases: ['merge'],
      until: '2026-11-30T23:00:00.000Z',
      message:
        'It is a denied time (Black Friday). The next allowed time begins Tue 1 Dec 2026, 00:00 (Europe/Berlin).',
    };
    const gates = { windows };
    expect(await ask('windows', gateInput({ gates }))).toMatchObject(closed);
    expect(
      await ask('windows', gateInput({ gates, promotion: rollback })),
    ).toMatchObject({ status: 'passed' });
    expect(
      await ask(
        'windows',
        gateInput({ gates, promotion: rollback, policy: gated }),
      ),
    ).toMatchObject(closed);
    const over = { windows: { ...windows, allow: windows.deny } };
    expect(await ask('windows', gateInput({ gates: over }))).toMatchObject({
      status: 'failed',
    });
    expect(await ask('windows', gateInput())).toBeUndefined();
  });
});

describe('freeze', () => {
  it('says who, why and until when, for whatever it is', async () => {
    const input = gateInput();
    expect(
      await ask('freeze', input, { restrictions: [{ kind: 'hold' }] }),
    ).toMatchObject({
      status: 'passed',
      phases: ['open', 'merge'],
      questions: [
        {
          entityRef: 'component:default/orders',
          system: 'system:default/shop',
          environment: 'prod',
        },
      ],
    });
    const shop = {
      scope: { system: 'system:default/shop', environment: 'prod' },
      endsAt: '2026-12-01T00:00:00.000Z',
    };
    const later = { ...shop, endsAt: '2026-12-02T00:00:00.000Z' };
    const both = await ask('freeze', input, { restrictions: [shop, later] });
    expect(both).toMatchObject({
      status: 'waiting',
      until: later.endsAt,
      message:
        'bob has frozen the system shop in the environment prod until Tue 1 Dec 2026, 00:00 (UTC): Black Friday (and 1 more)',
    });
    const endless = await ask('freeze', input, { restrictions: [shop, {}] });
    expect(endless).not.toHaveProperty('until');
    const all = { restrictions: [{}] };
    expect(await ask('freeze', input, all)).toMatchObject({
      message:
        'bob has frozen the whole organisation until somebody lifts that: Black Friday',
    });
    expect(
      await ask('freeze', gateInput({ promotion: rollback }), all),
    ).toMatchObject({ status: 'passed' });
    expect(
      await ask(
        'freeze',
        gateInput({ promotion: rollback, policy: gated }),
        all,
      ),
    ).toMatchObject({ status: 'waiting' });
  });
});

describe('hold', () => {
  const hold = { kind: 'hold' as const, reason: 'Under watch' };

  it('stops what Fairlead promotes by itself, and nothing that people do', async () => {
    const restrictions = [hold];
    const byPeople = gateInput({ policy: { merge: 'automatic' } });
    expect(await ask('hold', byPeople, { restrictions })).toBeUndefined();
    const automatic = (merge: 'people' | 'automatic') =>
      gateInput({ promotion: { automatic: true }, policy: { merge } });
    expect(
      await ask('hold', automatic('automatic'), { restrictions }),
    ).toMatchObject({
      status: 'waiting',
      phases: ['open', 'merge'],
      message: 'bob has held Production: Under watch',
    });
    expect(
      await ask('hold', automatic('people'), { restrictions: [] }),
    ).toMatchObject({ status: 'passed', phases: ['open'] });
  });
});

describe('veto', () => {
  const veto = (tag: string, part: Partial<Restriction> = {}) => ({
    kind: 'veto' as const,
    version: { images: [{ name: 'ghcr.io/acme/orders', tag }] },
    createdBy: 'fairlead',
    reason: 'It crashed',
    ...part,
  });

  it('is about the promoted version, whatever the promotion is for', async () => {
    const input = gateInput({ promotion: rollback });
    expect(
      await ask('veto', input, { restrictions: [veto('1.5.0'), {}] }),
    ).toMatchObject({ status: 'passed', phases: ['open', 'merge'] });
    expect(
      await ask('veto', input, {
        restrictions: [veto('1.5.0'), veto('1.6.0')],
      }),
    ).toMatchObject({
      status: 'failed',
      message: 'Fairlead has vetoed 1.6.0 for Production: It crashed',
    });
    const endsAt = '2026-12-01T00:00:00.000Z';
    expect(
      await ask('veto', input, { restrictions: [veto('1.6.0', { endsAt })] }),
    ).toMatchObject({ status: 'waiting', until: endsAt });
  });

  it('is about the chart where nothing else changes, so that there is a way back from it', async () => {
    const images = [{ name: 'ghcr.io/acme/orders', tag: '1.6.0' }];
    const withChart = (version: string) => ({
      images,
      chart: { name: 'orders', version },
    });
    const { plan } = gateInput().promotion;
    const statusOf = async (from: string, to: string) => {
      const input = gateInput({
        promotion: {
          ...rollback,
          plan: {
            ...plan,
            fromVersion: withChart(from),
            toVersion: withChart(to),
          },
        },
      });
      const vetoed = veto('1.6.0', { version: withChart('2.0.0') });
      const answer = await ask('veto', input, { restrictions: [vetoed] });
      return answer?.status;
    };
    expect(await statusOf('2.0.0', '1.9.0')).toBe('passed');
    expect(await statusOf('1.9.0', '2.0.0')).toBe('failed');
  });
});

describe('approvals', () => {
  const gates = { approvals: { required: 2, from: ['owners'] } };
  const input = gateInput({ gates });
  const by = (name: string, key = changeKey(input.promotion.plan)) => ({
    by: `user:default/${name}`,
    at: '2026-11-30T11:00:00.000Z',
    memberOf: ['group:default/payments'],
    changeKey: key,
  });

  it('say how many are missing, and who may give them', async () => {
    expect(
      await ask('approvals', input, {
        approvals: [by('alice'), by('bob'), by('carol', 'another')],
      }),
    ).toMatchObject({
      status: 'waiting',
      phases: ['merge'],
      message:
        '1 of 2 approvals is missing, from payments. Approved by bob. The change is another one than carol approved, and has to be approved again. alice requested it and does not count.',
    });
    expect(
      await ask('approvals', input, {
        approvals: [by('bob'), by('carol', 'another'), by('carol')],
      }),
    ).toMatchObject({ status: 'passed', message: 'Approved by bob, carol.' });
    expect(
      await ask('approvals', gateInput({ gates, entity: { spec: {} } })),
    ).toMatchObject({
      status: 'waiting',
      message: expect.stringContaining('has no owner in the catalog'),
    });
    expect(await ask('approvals', gateInput())).toBeUndefined();
    // Nobody can have approved what is not requested yet.
    expect(
      await ask('approvals', gateInput({ gates, promotion: { id: '' } }), {
        approvals: [by('bob'), by('carol')],
      }),
    ).toMatchObject({ status: 'waiting' });
  });
});

describe('forge-checks and forge-reviews', () => {
  const gates = { checks: true, reviews: 2 };

  it.each([
    ['forge-checks', { checks: 'passing' }, 'passed'],
    ['forge-checks', { checks: 'pending' }, 'waiting'],
    ['forge-checks', { checks: 'none' }, 'waiting'],
    ['forge-checks', { checks: 'failing' }, 'failed'],
    ['forge-checks', { checks: 'passing', draft: true }, 'waiting'],
    ['forge-reviews', { review: 'approved', approvals: 2 }, 'passed'],
    ['forge-reviews', { review: 'none', approvals: 2 }, 'passed'],
    ['forge-reviews', { review: 'required', approvals: 2 }, 'waiting'],
    ['forge-reviews', { review: 'approved', approvals: 1 }, 'waiting'],
    ['forge-reviews', { review: 'approved' }, 'waiting'],
    ['forge-reviews', { review: 'changes-requested', approvals: 3 }, 'waiting'],
    ['forge-reviews', { approvals: 2, draft: true }, 'waiting'],
  ] as const)('%s with %j: %s', async (id, pullRequest, status) => {
    expect(await ask(id, gateInput({ gates, pullRequest }))).toMatchObject({
      status,
      phases: ['merge'],
      link: 'https://github.com/acme/gitops/pull/7',
    });
    expect(await ask(id, gateInput({ gates }))).toMatchObject({
      status: 'waiting',
      message: 'There is no pull request yet.',
    });
    expect(await ask(id, gateInput({ pullRequest }))).toBeUndefined();
  });

  it('keep to the rules of the forge where Fairlead merges by itself', async () => {
    const policy = { merge: 'automatic' as const };
    const reviewed = (review: 'required' | 'none' | 'approved') =>
      ask('forge-reviews', gateInput({ policy, pullRequest: { review } })).then(
        verdict => verdict?.status,
      );
    expect(await reviewed('required')).toBe('waiting');
    expect(await reviewed('none')).toBe('passed');
    expect(await reviewed('approved')).toBe('passed');
  });
});
