import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  GateOverride,
  GateStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  Gate,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { gateInput, now } from './__testUtils__/gateInput';
import { RegisteredGates, RegisteredGatesOptions } from './RegisteredGates';
import { gatesSummary } from './gatesSummary';
import { mayOverride } from './mayOverride';

const gate = (
  id: string,
  evaluate: AppliedGate['evaluate'],
  part: Partial<AppliedGate> = {},
): Gate => ({
  applied: () => [{ id, title: id, phases: ['merge'], evaluate, ...part }],
});
const passing = async (): Promise<GateVerdict> => ({
  status: 'passed',
  message: 'fine',
});
const waiting = async (): Promise<GateVerdict> => ({
  status: 'waiting',
  message: 'not yet',
});
const status = (part: Partial<GateStatus> = {}): GateStatus => ({
  gate: 'a',
  title: 'A',
  phases: ['merge'],
  status: 'waiting',
  message: 'not yet',
  ...part,
});
const override: GateOverride = {
  by: 'user:default/bob',
  reason: 'The shop is down',
  at: '2026-11-30T11:00:00.000Z',
};

function keeper(gates: Gate[], part: Partial<RegisteredGatesOptions> = {}) {
  const { entity } = gateInput();
  return RegisteredGates.create({
    approvals: { overridesOf: async () => new Map() },
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: entity ? [entity] : [] }),
    environments: [],
    gates,
    ...part,
  });
}

const statuses = (
  of: RegisteredGates,
  part: {
    phase?: 'open' | 'merge' | 'finish';
    gates?: GateStatus[];
    id?: string;
  } = {},
) => {
  const { phase = 'merge', gates = [], id = 'p1' } = part;
  const { promotion, policy } = gateInput();
  return of.statuses({
    promotion: { ...promotion, gates, id },
    policy,
    phase,
    fromTargets: [],
    toTargets: [],
    now,
  });
};

describe('RegisteredGates', () => {
  it('asks all at once, in a stable order, and never rejects: what is broken waits', async () => {
    let begun = 0;
    const slow = gate('slow', async () => {
      begun++;
      while (begun < 2) await new Promise(setImmediate);
      return passing();
    });
    const answers = await statuses(
      keeper(
        [
          slow,
          gate('throws', () => {
            throw new Error('no database');
          }),
          gate('rejects', async () => {
            begun++;
            throw new TypeError('no network');
          }),
          gate('hangs', () => new Promise(() => undefined)),
          gate('lies', async () => JSON.parse('{"status":"maybe"}')),
          gate('silent', async () => JSON.parse('null')),
          {
            applied: () => {
              throw new Error('no idea');
            },
          },
          gate('nowhere', waiting, { phases: [] }),
          gate('slow', waiting),
        ],
        { timeoutMs: 200 },
      ),
    );
    expect(answers.map(each => [each.gate, each.status, each.message])).toEqual(
      [
        ['slow', 'passed', 'fine'],
        ['throws', 'waiting', expect.stringContaining('no database')],
        ['rejects', 'waiting', expect.stringContaining('no network')],
        ['hangs', 'waiting', expect.stringContaining('no answer within')],
        ['lies', 'waiting', expect.stringContaining('no verdict')],
        ['silent', 'waiting', expect.stringContaining('no verdict')],
        ['gate-7', 'waiting', expect.stringContaining('no idea')],
        ['nowhere', 'waiting', 'not yet'],
        ['slow#2', 'waiting', 'not yet'],
      ],
    );
    expect(answers[6].phases).toEqual(['open', 'merge', 'finish']);
    expect(answers[7].phases).toEqual(['open', 'merge', 'finish']);
  });

  it('reads the service once, and only gates that need it wait for a broken catalog', async () => {
    const owner: Gate = {
      applied: input => [
        {
          id: 'owner',
          title: 'owner',
          phases: ['merge'],
          evaluate: async () => ({
            status: 'passed',
            message: String(input.entity?.spec?.owner),
          }),
        },
      ],
    };
    const gates = [owner, owner, gate('b', passing)];
    const messages = async (of: RegisteredGates) =>
      (await statuses(of)).map(each => `${each.status}: ${each.message}`);
    const catalog = catalogServiceMock.mock({
      getEntityByRef: async () => gateInput().entity,
    });
    expect(await messages(keeper(gates, { catalog }))).toEqual([
      'passed: payments',
      'passed: payments',
      'passed: fine',
    ]);
    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(1);
    const broken = catalogServiceMock.mock({
      getEntityByRef: async () => {
        throw new Error('503');
      },
    });
    const refused =
      "waiting: It can't be told: the catalog can't be read (503)";
    expect(await messages(keeper(gates, { catalog: broken }))).toEqual([
      refused,
      refused,
      'passed: fine',
    ]);
    const empty = catalogServiceMock({ entities: [] });
    expect(await messages(keeper([owner], { catalog: empty }))).toEqual([
      'passed: undefined',
    ]);
  });

  it('shows what people let pass, also while that can not be read', async () => {
    const gates = [gate('a', waiting), gate('b', waiting)];
    const overridesOf = async () => new Map([['b', override]]);
    expect(
      await statuses(keeper(gates, { approvals: { overridesOf } })),
    ).toMatchObject([{ gate: 'a' }, { gate: 'b', overridden: override }]);
    const down = {
      overridesOf: async () => {
        throw new Error('no database');
      },
    };
    const answers = await statuses(keeper(gates, { approvals: down }), {
      gates: [status({ overridden: override })],
    });
    expect(answers.map(({ overridden }) => overridden)).toEqual([
      override,
      undefined,
    ]);
    await expect(
      statuses(keeper(gates, { approvals: down }), { id: '' }),
    ).resolves.toHaveLength(2);
  });

  it('asks late gates in their phase, others early, and neither when their time is over', async () => {
    const evaluate = jest.fn(waiting);
    const late = gate('late', evaluate, { phases: ['finish'], late: true });
    const of = keeper([
      late,
      gate('early', waiting, { phases: ['finish'] }),
      gate('over', evaluate, { phases: ['open'] }),
      gate('over-late', evaluate, { phases: ['open'], late: true }),
    ]);
    const over = status({
      gate: 'over',
      phases: ['open'],
      status: 'passed',
      message: 'It was good',
    });
    expect(await statuses(of, { gates: [over] })).toEqual([
      {
        gate: 'late',
        title: 'late',
        phases: ['finish'],
        status: 'waiting',
        message: 'It is asked once the version is deployed.',
      },
      expect.objectContaining({ gate: 'early', message: 'not yet' }),
      over,
    ]);
    expect(evaluate).not.toHaveBeenCalled();
    expect((await statuses(of, { phase: 'finish' }))[0]).toMatchObject({
      message: 'not yet',
      since: now.toISOString(),
    });
  });

  it('remembers since when a gate does not pass, until it does', async () => {
    const since = '2026-11-30T11:00:00.000Z';
    const before = status({ since, status: 'failed' });
    const [still] = await statuses(keeper([gate('a', waiting)]), {
      gates: [before],
    });
    expect(still.since).toBe(since);
    const [passed] = await statuses(keeper([gate('a', passing)]), {
      gates: [before],
    });
    expect(passed).not.toHaveProperty('since');
    const [again] = await statuses(keeper([gate('a', waiting)]), {
      gates: [passed],
    });
    expect(again.since).toBe(now.toISOString());
  });
});

describe('gatesSummary', () => {
  it.each([
    ['nothing', [], 'success', 'All gates pass'],
    [
      'gates of other phases',
      [status({ phases: ['open', 'finish'] })],
      'success',
      'All gates pass',
    ],
    [
      'an override',
      [status({ overridden: override })],
      'success',
      'All gates pass, overridden: A',
    ],
    ['one that waits', [status()], 'pending', 'A: not yet'],
    [
      'one that failed after one that waits',
      [status(), status({ title: 'B', status: 'failed', message: 'bad' })],
      'failure',
      'B, A: bad',
    ],
  ] as const)('of %s', (_, gates, state, description) => {
    expect(gatesSummary(gates)).toEqual({ state, description });
  });

  it('keeps to what forges take', () => {
    const { description } = gatesSummary([
      status({ message: '😀'.repeat(200) }),
    ]);
    expect([...description]).toHaveLength(140);
    expect(description.endsWith('😀…')).toBe(true);
  });
});

describe('mayOverride', () => {
  it('lets people override rules of the portal, not what the forge says', () => {
    for (const each of ['veto', 'freeze', 'approvals', 'http:smoke']) {
      expect(mayOverride(status({ gate: each }))).toBeUndefined();
    }
    expect(mayOverride(status({ gate: 'forge-checks' }))).toContain(
      'for the forge to say',
    );
    expect(mayOverride(status({ status: 'passed' }))).toContain('has passed');
    expect(mayOverride(status({ overridden: override }))).toContain('already');
  });
});
