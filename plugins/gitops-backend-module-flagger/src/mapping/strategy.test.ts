import { canary, mapped, workloads } from '../__testUtils__/canaries';

const [, , ...daemons] = workloads();

describe('strategies', () => {
  const rounds = { iterations: 10, stepWeight: null, maxWeight: null };

  it('counts rounds where there are rounds', () => {
    const status = { canaryWeight: 0, iterations: 4 };
    const analysis = { ...rounds, match: [{ headers: {} }] };
    const done = mapped('Progressing', { analysis, status });
    expect(done).toMatchObject({
      strategy: 'ab-testing',
      iterations: { done: 4, total: 10 },
    });
    expect(done.weight).toBeUndefined();
    expect(done.steps.find(({ state }) => state === 'current')).toMatchObject({
      kind: 'iterations',
      title: 'Send the requests that match to it, and check it 10 times',
    });
  });

  it.each([
    ['Progressing', 11],
    ['WaitingPromotion', 9],
    ['Promoting', 0],
    ['Finalising', 0],
  ])('has done all rounds in %s with a count of %d', (phase, iterations) => {
    expect(
      mapped(phase, { analysis: rounds, status: { iterations } }).iterations,
    ).toEqual({ done: 10, total: 10 });
  });

  it.each([
    ['blue-green', { analysis: rounds }, 10],
    ['mirroring', { analysis: { ...rounds, mirror: true } }, 10],
    ['canary', { analysis: { mirror: true } }, 0],
    ['canary', { analysis: { iterations: 0, match: [{}] } }, 0],
    // It can't divide traffic, so it does not.
    ['blue-green', { spec: { provider: 'kubernetes' } }, 10],
    ['unknown', { analysis: { stepWeight: 0 } }, 0],
    ['unknown', { spec: { skipAnalysis: true } }, 0],
    ['unknown', { spec: { analysis: null } }, 0],
  ])('is %s', (strategy, changes, total) => {
    const status = mapped('Progressing', changes);
    expect(status.strategy).toBe(strategy);
    expect(status.iterations?.total ?? 0).toBe(total);
  });

  it('mirrors before the first share of the traffic', () => {
    const { steps } = mapped('Progressing', { analysis: { mirror: true } });
    expect(steps[1].title).toMatch(/mirror traffic to it$/);
  });

  it('takes a list of weights, and the old name of the analysis', () => {
    const { analysis } = canary().spec;
    const canaryAnalysis = {
      ...analysis,
      stepWeight: undefined,
      stepWeights: [1, 10, 80, 120],
      threshold: 0,
    };
    const status = mapped('Progressing', {
      spec: { analysis: null, canaryAnalysis },
      status: { canaryWeight: 10 },
    });
    expect(status).toMatchObject({
      weight: { desired: 10, max: 100 },
      failedChecks: { limit: 1 },
      step: { index: 3, total: 9 },
    });
    expect(
      status.steps.filter(({ kind }) => kind === 'weight').map(s => s.title),
    ).toEqual([1, 10, 80, 100].map(w => `Send ${w} % of the traffic to it`));
  });

  it('says that what is not analysed is promoted at once', () => {
    const status = mapped('Progressing', { spec: { skipAnalysis: true } });
    expect(status.message).toMatch(/without an analysis/);
    expect(status.analyses).toEqual([]);
    expect(status.failedChecks).toBeUndefined();
    expect(status.steps.map(({ kind }) => kind)).toEqual([
      'pre-rollout',
      'promotion',
      'finalising',
    ]);
  });

  it('brings in DaemonSets too, and routes Services without pods', () => {
    const of = (kind: string, name: string) =>
      mapped('Progressing', { spec: { targetRef: { kind, name } } }, daemons);
    expect(of('DaemonSet', 'agent')).toMatchObject({
      stable: { images: [{ tag: '2.0' }], ready: 4, desired: 4 },
      candidate: { images: [{ tag: '2.1' }], ready: 0, desired: 4 },
    });
    const service = of('Service', 'agent');
    expect(service.stable).toBeUndefined();
    expect(service.unknownToGit).toBeUndefined();
    expect(service.workload).toEqual({ kind: 'Service', name: 'agent' });
  });
});
