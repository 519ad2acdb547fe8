import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { CheckPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { GateInput } from '@fairlead/backstage-plugin-gitops-node';
import { storedTarget } from '../../services/__testUtils__/storedTarget';
import { gateInput, now } from '../__testUtils__/gateInput';
import { JobCheckGate } from './JobCheckGate';
import { KubernetesJobReader } from './KubernetesJobReader';

type JobCheck = Extract<CheckPolicy, { type: 'job' }>;

const check = (part: Partial<JobCheck> = {}): JobCheck => ({
  type: 'job',
  name: 'smoke',
  job: 'smoke-test',
  phases: ['finish'],
  patienceMs: 900_000,
  ...part,
});

const merged = {
  state: 'merged' as const,
  mergedAt: '2026-11-30T11:30:00.000Z',
};

/** A Job as the API server tells it. */
function job(
  part: {
    image?: string;
    created?: string;
    condition?: { type: string; status?: string; message?: string };
    suspend?: boolean;
    version?: string;
  } = {},
) {
  const { condition, created = '2026-11-30T11:40:00Z' } = part;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: 'smoke-test',
      creationTimestamp: created,
      ...(part.version && {
        labels: { 'app.kubernetes.io/version': part.version },
      }),
    },
    spec: {
      suspend: part.suspend ?? false,
      template: {
        spec: { containers: [{ image: part.image ?? 'curlimages/curl:8' }] },
      },
    },
    status: {
      conditions: [
        { type: 'SuccessCriteriaMet', status: 'True' },
        ...(condition ? [{ status: 'True', ...condition }] : []),
      ],
    },
  };
}

const complete = { condition: { type: 'Complete' } };

async function ask(input: GateInput, ...answers: Array<object | Error>) {
  const asked: object[] = [];
  const gate = JobCheckGate.create({
    clusters: [{ name: 'hub' }, { name: 'eu', url: 'https://eu.example/' }],
    jobs: KubernetesJobReader.create({
      objects: {
        get: async options => {
          const answer = answers[asked.push(options) - 1] ?? answers[0];
          if (answer instanceof Error) throw answer;
          return answer;
        },
      },
    }),
  });
  const [applied] = gate.applied(input);
  return { ...(await applied.evaluate()), asked };
}

describe('JobCheckGate', () => {
  it('looks where the version runs: before the merge where it comes from, after it where it went', async () => {
    const place = (environment: string) => ({
      cluster: 'hub',
      namespace: `orders-${environment}`,
      name: 'smoke-test',
      apiVersion: 'batch/v1',
      plural: 'jobs',
    });
    const image = 'ghcr.io/acme/orders:1.6.0';
    expect(
      await ask(
        gateInput({ check: check({ phases: ['merge'] }), pullRequest: {} }),
        job({ ...complete, image }),
      ),
    ).toMatchObject({ status: 'passed', asked: [place('staging')] });
    expect(
      await ask(
        gateInput({ check: check(), pullRequest: merged }),
        job(complete),
      ),
    ).toMatchObject({ status: 'passed', asked: [place('prod')] });
    expect(
      await ask(
        gateInput({
          check: check({ cluster: 'eu', namespace: 'tests' }),
          pullRequest: merged,
        }),
        job(complete),
      ),
    ).toMatchObject({ asked: [{ cluster: 'eu', namespace: 'tests' }] });
  });

  it('asks on each cluster of the targets, and the worst counts', async () => {
    const eu = storedTarget({ name: 'orders-eu', environment: 'prod' });
    const destination = {
      inCluster: false,
      server: 'https://eu.example',
      namespace: 'orders',
    };
    const toTargets = [
      storedTarget({ name: 'orders-hub', environment: 'prod' }),
      { ...eu, status: { ...eu.status, destination } },
    ];
    const input = gateInput({ check: check(), pullRequest: merged, toTargets });
    expect(
      await ask(
        input,
        job(complete),
        job({ condition: { type: 'Failed', message: 'BackoffLimitExceeded' } }),
      ),
    ).toMatchObject({
      status: 'failed',
      message:
        'The Job orders/smoke-test on eu has failed: BackoffLimitExceeded.',
      asked: [{ cluster: 'hub' }, { cluster: 'eu' }],
    });
    const elsewhere = {
      ...eu,
      status: {
        ...eu.status,
        destination: { ...destination, server: 'https://unknown.example' },
      },
    };
    for (const lost of [
      gateInput({
        check: check(),
        pullRequest: merged,
        toTargets: [elsewhere],
      }),
      gateInput({ check: check({ cluster: 'gone' }), pullRequest: merged }),
    ]) {
      expect(await ask(lost)).toMatchObject({ status: 'waiting', asked: [] });
    }
  });

  it.each([
    [
      'it is of the version by its image',
      job({
        ...complete,
        image: 'ghcr.io/acme/orders:1.6.0',
        created: '2026-11-01T00:00:00Z',
      }),
      'passed',
    ],
    [
      'it is of another version by its image',
      job({ ...complete, image: 'ghcr.io/acme/orders:1.5.0' }),
      'waiting',
    ],
    [
      'it is of the version by its label',
      job({ ...complete, version: '1.6.0', created: '2026-11-01T00:00:00Z' }),
      'passed',
    ],
    [
      'it is of another version by its label',
      job({ ...complete, version: '1.5.0' }),
      'waiting',
    ],
    [
      'it was there before the merge',
      job({ ...complete, created: '2026-11-30T11:29:59Z' }),
      'waiting',
    ],
    ['it runs', job(), 'waiting'],
    [
      'it is not complete',
      job({ condition: { type: 'Complete', status: 'False' } }),
      'waiting',
    ],
    ['it is suspended', job({ suspend: true }), 'waiting'],
    [
      'it failed for another version',
      job({ condition: { type: 'Failed' }, version: '1.5.0' }),
      'waiting',
    ],
    ['it failed', job({ condition: { type: 'Failed' } }), 'failed'],
    ['it is not there', new NotFoundError('no'), 'waiting'],
  ])('when %s', async (_, answer, status) => {
    const input = gateInput({ check: check(), pullRequest: merged });
    expect((await ask(input, answer)).status).toBe(status);
  });

  it('loses its patience with what it sees, never with a cluster that does not say', async () => {
    const promotion = {
      gates: [
        {
          gate: 'job:smoke',
          title: 'smoke',
          phases: ['finish' as const],
          status: 'waiting' as const,
          message: '',
          since: new Date(now.getTime() - 900_000).toISOString(),
        },
      ],
    };
    const input = gateInput({
      check: check(),
      pullRequest: merged,
      promotion: {},
    });
    const late = { ...input, promotion: { ...input.promotion, ...promotion } };
    expect((await ask(late, job())).status).toBe('failed');
    await expect(
      ask(late, new ServiceUnavailableError('no route')),
    ).rejects.toThrow('no route');
    await expect(ask(late, { kind: 'List' })).rejects.toThrow(
      'something that is no Job for smoke-test',
    );
    // Jobs are cleaned away after a while.
    const [gate] = promotion.gates;
    const passed = {
      ...input.promotion,
      gates: [{ ...gate, status: 'passed' as const }],
    };
    expect(
      await ask({ ...input, promotion: passed }, new NotFoundError('no')),
    ).toMatchObject({ status: 'passed', asked: [] });
  });
});
