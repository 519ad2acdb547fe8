import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolloutStatusSchema } from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { parse } from 'yaml';
import { canary, clusterWith, workloads } from './__testUtils__/canaries';
import { mapCanary } from './mapping';

const samples = resolve(__dirname, '../../../../shared/domain/samples/flagger');

(existsSync(samples) ? describe : describe.skip)('published samples', () => {
  const files = existsSync(samples) ? readdirSync(samples) : [];
  const expected: Record<string, object> = {
    'canary_failed.yaml': {
      state: 'aborted',
      aborted: { since: '2020-07-03T19:13:47Z' },
    },
    'canary_initialized.yaml': { state: 'stable', analyses: [] },
    'canary_progressing.yaml': {
      state: 'progressing',
      since: '2020-07-03T18:46:52Z',
      weight: { desired: 10, actual: 10, max: 50 },
      failedChecks: { count: 0, limit: 5 },
      step: { index: 1, total: 8 },
    },
    'canary_succeeded.yaml': { state: 'stable', step: { index: 8, total: 8 } },
    'canary_waitingpromotion.yaml': {
      state: 'waiting',
      since: '2026-07-20T14:06:00Z',
      weight: { desired: 50, max: 50 },
      pause: { reason: 'confirm-promotion' },
    },
  };

  it.each(files)('%s maps to the model', file => {
    const object = parse(readFileSync(join(samples, file), 'utf8'));
    const status = mapCanary(object, clusterWith([]));
    expect(rolloutStatusSchema.parse(status)).toEqual(status);
    expect(status).toMatchObject({ strategy: 'canary', ...expected[file] });
    expect(expected).toHaveProperty([file]);
  });
});

it('maps whatever the API server accepts', () => {
  const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
  const text = fc.option(fc.string());
  const phase = fc.constantFrom(
    null,
    '',
    'Initializing',
    'Initialized',
    'Waiting',
    'Progressing',
    'WaitingPromotion',
    'Promoting',
    'Finalising',
    'Succeeded',
    'Failed',
    'Terminating',
    'Terminated',
    'constructor',
  );
  const status = fc.record(
    {
      phase,
      canaryWeight: number,
      iterations: number,
      failedChecks: number,
      lastAppliedSpec: fc.constantFrom(null, '', 'a', 'b'),
      lastPromotedSpec: fc.constantFrom(null, '', 'a', 'b'),
      lastTransitionTime: text,
      conditions: fc.option(
        fc.array(
          fc.record(
            { type: fc.constant('Promoted'), reason: phase, message: text },
            { requiredKeys: [] },
          ),
        ),
      ),
    },
    { requiredKeys: [] },
  );
  const analysis = fc.record(
    {
      iterations: number,
      threshold: number,
      maxWeight: number,
      stepWeight: number,
      stepWeights: fc.option(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })),
      ),
      mirror: fc.option(fc.boolean()),
      match: fc.option(fc.array(fc.object())),
      metrics: fc.option(
        fc.array(fc.record({ name: text, threshold: number })),
      ),
      webhooks: fc.option(
        fc.array(
          fc.record({
            name: text,
            type: fc.constantFrom('', 'confirm-rollout', 'confirm-promotion'),
          }),
        ),
      ),
    },
    { requiredKeys: [] },
  );
  const spec = fc.record(
    {
      provider: fc.constantFrom(null, 'kubernetes', 'istio'),
      suspend: fc.option(fc.boolean()),
      skipAnalysis: fc.option(fc.boolean()),
      analysis: fc.option(analysis),
    },
    { requiredKeys: [] },
  );
  const objects = fc.subarray(workloads());
  const total = fc.property(spec, status, objects, (other, said, cluster) => {
    const object = canary({ spec: other });
    const rollout = mapCanary(
      { ...object, status: said },
      clusterWith(cluster),
    );
    const { state, step, steps, weight, iterations } = rollout;
    expect(rolloutStatusSchema.parse(rollout)).toEqual(rollout);
    expect(JSON.parse(JSON.stringify(rollout))).toEqual(rollout);
    expect(Boolean(rollout.aborted)).toBe(state === 'aborted');
    expect(Boolean(rollout.pause)).toBe(['paused', 'waiting'].includes(state));
    expect(steps.length).toBeLessThan(120);
    expect(step?.total ?? steps.length).toBe(steps.length);
    expect(steps.filter(each => each.state === 'done')).toHaveLength(
      step?.index ?? 0,
    );
    expect(weight?.desired ?? 0).toBeGreaterThanOrEqual(0);
    expect(iterations?.done ?? 0).toBeLessThanOrEqual(iterations?.total ?? 0);
  });
  expect(() => fc.assert(total, { numRuns: 500 })).not.toThrow();
});
