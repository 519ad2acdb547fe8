import fc from 'fast-check';
import { budgetRules, RateWindow, WaitingRequest } from './BudgetRules';
import { BudgetState, planTurns } from './planTurns';
import { Spending, withSpending } from './RateSpending';

const now = 1_000_000_000_000;
const idle: BudgetState = { running: 0, spent: new Map(), quotas: new Map() };

function waiting(change: Partial<WaitingRequest> = {}): WaitingRequest {
  return {
    resource: 'core',
    write: false,
    priority: 'background',
    since: now,
    ...change,
  };
}

/** What a state is after some time in which everybody who may go went. */
interface Run {
  sent: Array<{ at: number; request: WaitingRequest }>;
  refused: Array<{ at: number; until: number; request: WaitingRequest }>;
}

/** Lets requests come and go as the real thing does, on a clock that jumps from one event to the next. */
function simulate(options: {
  requests: readonly WaitingRequest[];
  tookMs: number;
  rules?: ReturnType<typeof budgetRules>;
}): Run {
  const { requests, tookMs, rules = budgetRules() } = options;
  const run: Run = { sent: [], refused: [] };
  const spent = new Map<string, Spending[]>();
  const arriving = [...requests].sort((a, b) => a.since - b.since);
  let queue: WaitingRequest[] = [];
  const ends: number[] = [];
  let next = now;
  for (let round = 0; arriving.length + queue.length > 0; round++) {
    if (round > 10_000) throw new Error('it does not come to an end');
    const clock = next;
    while (arriving[0] && arriving[0].since <= clock) {
      queue.push(...arriving.splice(0, 1));
    }
    const running = ends.filter(end => end > clock).length;
    const turns = planTurns({
      state: { ...idle, running, spent },
      waiting: queue,
      rules,
      now: clock,
    });
    for (const request of turns.go) {
      run.sent.push({ at: clock, request });
      ends.push(clock + tookMs);
      for (const window of rules.windows) {
        const cost = window.cost(request);
        if (cost === 0) continue;
        const before = spent.get(window.name) ?? [];
        spent.set(window.name, withSpending(before, { at: clock, cost }));
      }
    }
    for (const { request, until } of turns.refused) {
      run.refused.push({ at: clock, until, request });
    }
    const gone = new Set([
      ...turns.go,
      ...turns.refused.map(({ request }) => request),
    ]);
    queue = queue.filter(request => !gone.has(request));
    const event = Math.min(
      turns.wakeAt ?? Infinity,
      arriving[0]?.since ?? Infinity,
      ...ends.filter(end => end > clock),
    );
    if (queue.length > 0) expect(event).toBeLessThan(Infinity);
    next = Math.max(event, clock + 1);
  }
  return run;
}

function mostIn(window: RateWindow, sent: Run['sent']): number {
  return Math.max(
    0,
    ...sent.map(({ at }) =>
      sent
        .filter(each => each.at > at - window.periodMs && each.at <= at)
        .reduce((sum, { request }) => sum + window.cost(request), 0),
    ),
  );
}

const arbitraryRequest = fc.record({
  resource: fc.constantFrom('core', 'graphql'),
  write: fc.boolean(),
  priority: fc.constantFrom('person' as const, 'background' as const),
  since: fc.integer({ min: now, max: now + 180_000 }),
});

describe('whose turn it is', () => {
  it('keeps to every limit, and either sends or refuses everything', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryRequest, { maxLength: 150 }),
        fc.integer({ min: 1, max: 40_000 }),
        fc.constantFrom(3, 100),
        (requests, tookMs, maxConcurrent) => {
          const rules = budgetRules({ maxConcurrent });
          const { sent, refused } = simulate({ requests, tookMs, rules });
          expect(sent.length + refused.length).toBe(requests.length);
          for (const window of rules.windows) {
            expect(mostIn(window, sent)).toBeLessThanOrEqual(window.limit);
          }
          for (const { at } of sent) {
            const running = sent.filter(
              each => each.at <= at && each.at + tookMs > at,
            );
            expect(running.length).toBeLessThanOrEqual(maxConcurrent);
          }
          for (const { at, request } of sent) {
            expect(at - request.since).toBeLessThanOrEqual(rules.patienceMs);
          }
          for (const { at, until } of refused) {
            expect(until).toBeGreaterThan(at);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps to 80 writes a minute and 500 an hour, whoever asks', () => {
    const requests = Array.from({ length: 1_200 }, (_, index) =>
      waiting({ write: true, priority: 'person', since: now + index * 400 }),
    );
    const spaced = simulate({ requests, tookMs: 100 });
    const dense = simulate({
      requests,
      tookMs: 100,
      rules: budgetRules({ spacingMs: 0 }),
    });
    const within = (ms: number, { sent }: Run) =>
      mostIn({ name: '', periodMs: ms, limit: 0, cost: () => 1 }, sent);
    expect(within(1_000, spaced)).toBe(1);
    expect(within(60_000, dense)).toBe(80);
    expect(within(3_600_000, dense)).toBe(500);
    expect(dense.refused.length).toBe(700);
  });

  it('sends reads at once, however many writes wait', () => {
    const { sent } = simulate({
      requests: [
        ...Array.from({ length: 20 }, () => waiting({ write: true })),
        ...Array.from({ length: 20 }, () => waiting()),
      ],
      tookMs: 1,
    });
    const reads = sent.filter(({ request }) => !request.write);
    expect(reads.map(({ at }) => at)).toEqual(Array(20).fill(now));
    const writes = sent.filter(({ request }) => request.write);
    expect(writes.map(({ at }) => at)).toEqual(
      writes.map((_, index) => now + index * 1_000),
    );
  });

  it('serves people first, and leaves a part of every limit to them', () => {
    const background = Array.from({ length: 30 }, () =>
      waiting({ write: true }),
    );
    const person = waiting({
      write: true,
      priority: 'person',
      since: now + 4_500,
    });
    const { sent } = simulate({
      requests: [...background, person],
      tookMs: 1,
    });
    expect(sent.find(({ request }) => request === person)?.at).toBe(
      now + 5_000,
    );

    const quotas = new Map([
      ['core', { limit: 5_000, remaining: 500, resetsAt: now + 600_000 }],
    ]);
    const other = waiting({ priority: 'person' });
    const own = waiting();
    expect(
      planTurns({
        state: { ...idle, quotas },
        waiting: [own, other],
        rules: budgetRules(),
        now,
      }),
    ).toEqual({
      go: [other],
      refused: [{ request: own, until: now + 600_000, by: 'portal' }],
    });
  });

  it('sends nothing that the forge would refuse', () => {
    const core = waiting({ priority: 'person' });
    const graphql = waiting({ resource: 'graphql' });
    const exhausted = planTurns({
      state: {
        ...idle,
        quotas: new Map([
          ['core', { limit: 5_000, remaining: 0, resetsAt: now + 9_000 }],
        ]),
      },
      waiting: [core, graphql],
      rules: budgetRules(),
      now,
    });
    expect(exhausted).toEqual({
      go: [graphql],
      refused: [{ request: core, until: now + 9_000, by: 'forge' }],
    });
    const paused = planTurns({
      state: { ...idle, pausedUntil: now + 5_000 },
      waiting: [core, graphql],
      rules: budgetRules(),
      now,
    });
    expect(paused.go).toEqual([]);
    expect(paused.refused.map(({ until, by }) => [until, by])).toEqual([
      [now + 5_000, 'forge'],
      [now + 5_000, 'forge'],
    ]);
    const later = planTurns({
      state: {
        ...idle,
        pausedUntil: now,
        quotas: new Map([
          ['core', { limit: 5_000, remaining: 0, resetsAt: now }],
        ]),
      },
      waiting: [core, graphql],
      rules: budgetRules(),
      now,
    });
    expect(later.go).toEqual([core, graphql]);
  });
});
