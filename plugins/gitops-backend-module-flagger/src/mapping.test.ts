import { rolloutStatusSchema } from '@fairlead/backstage-plugin-gitops-common';
import {
  canary,
  clusterWith,
  mapped,
  workloads,
} from './__testUtils__/canaries';
import { mapCanary } from './mapping';

const zeroed = { canaryWeight: 0, iterations: 0, failedChecks: 0 };
const promoted = { ...zeroed, lastAppliedSpec: 'a', lastPromotedSpec: 'a' };
const [target, primary] = workloads();
/** What serves is what Git declares. */
const settled = [
  target,
  { ...Object(target), metadata: { ...Object(primary).metadata } },
];
/** The same images with another configuration, and so Flagger's copy is another one. */
const reconfigured = [
  target,
  {
    ...Object(settled[1]),
    spec: {
      replicas: 3,
      template: {
        spec: {
          ...Object(target).spec.template.spec,
          serviceAccountName: 'orders',
        },
      },
    },
  },
];
/** Somebody wrote the pod template after Flagger wrote its status. */
const changedSince = [
  {
    ...Object(target),
    metadata: {
      name: 'orders',
      namespace: 'shop',
      managedFields: [
        {
          manager: 'argocd-controller',
          time: '2026-10-02T08:50:00Z',
          fieldsV1: { 'f:spec': { 'f:template': {} } },
        },
      ],
    },
  },
  primary,
];

describe('mapping of a Canary', () => {
  it('says how far it has got, what serves and what comes in', () => {
    const status = mapped('Progressing');
    rolloutStatusSchema.parse(status);
    expect(status).toMatchObject({
      controller: 'flagger',
      object: { cluster: 'hub', namespace: 'shop', name: 'orders' },
      strategy: 'canary',
      state: 'progressing',
      phase: 'Progressing',
      since: '2026-10-02T08:42:00Z',
      weight: { desired: 40, actual: 40, max: 50 },
      failedChecks: { count: 2, limit: 5 },
      stable: {
        id: 'orders-primary',
        images: [
          { name: 'ghcr.io/acme/orders', tag: '1.9' },
          { name: 'ghcr.io/acme/orders-migrations', tag: '1.9' },
        ],
        ready: 3,
        desired: 3,
      },
      candidate: {
        id: 'orders',
        images: [
          { name: 'ghcr.io/acme/orders', tag: '1.10' },
          { name: 'ghcr.io/acme/orders-migrations', tag: '1.10' },
        ],
        ready: 1,
        desired: 2,
      },
      services: {
        active: 'orders-web',
        stable: 'orders-web-primary',
        canary: 'orders-web-canary',
      },
      workload: { kind: 'Deployment', name: 'orders' },
      trafficRouter: 'istio',
      unknownToGit:
        'What serves is orders-primary (1.9), until Flagger has promoted the Deployment orders (1.10).',
    });
    expect(status.iterations).toBeUndefined();
    expect(status.aborted).toBeUndefined();
    expect(status.pause).toBeUndefined();
  });

  it('tells the steps from the rules of Flagger', () => {
    const { steps, step } = mapped('Progressing');
    expect(steps.map(({ title, state }) => [state, title])).toEqual([
      ['done', 'Wait until the gate "may-start" lets the new version in'],
      ['done', 'Start the new version, check it with "smoke-test"'],
      ['done', 'Send 20 % of the traffic to it'],
      ['current', 'Send 40 % of the traffic to it'],
      ['upcoming', 'Send 60 % of the traffic to it'],
      ['upcoming', 'Wait until the gate "release-manager" lets it be promoted'],
      ['upcoming', 'Copy it to the Deployment orders-primary'],
      [
        'upcoming',
        'Send all traffic to orders-primary, and scale orders to zero',
      ],
    ]);
    expect(step).toEqual({ index: 3, total: 8 });
  });

  it.each([
    ['Waiting', zeroed, 'confirm-rollout'],
    ['Progressing', zeroed, 'pre-rollout'],
    ['WaitingPromotion', { ...zeroed, iterations: -1 }, 'confirm-promotion'],
    ['Promoting', { canaryWeight: 60 }, 'promotion'],
    ['Finalising', zeroed, 'finalising'],
  ])('is at its place in %s', (phase, status, kind) => {
    const { steps, step } = mapped(phase, { status });
    expect(steps.find(({ state }) => state === 'current')?.kind).toBe(kind);
    expect(steps[step?.index ?? -1].kind).toBe(kind);
  });

  it('has done all steps when it has succeeded, and none when it never began', () => {
    const done = mapped('Succeeded', { status: promoted }, settled);
    expect(done.step).toEqual({ index: 8, total: 8 });
    expect(new Set(done.steps.map(({ state }) => state))).toEqual(
      new Set(['done']),
    );
    for (const phase of ['Initialized', 'Failed', 'Initializing']) {
      const { steps, step } = mapped(phase, { status: zeroed }, settled);
      expect(step).toBeUndefined();
      expect(steps.every(({ state }) => state === 'upcoming')).toBe(true);
    }
  });

  it('waits at gates, and says since when', () => {
    expect(mapped('Waiting', { status: zeroed })).toMatchObject({
      state: 'waiting',
      pause: {
        reason: 'confirm-rollout',
        message: 'Waiting for the gate "may-start" to let the new version in.',
        // Flagger leaves and enters this phase in each interval.
        since: '2026-10-02T08:40:00Z',
      },
      weight: { desired: 0, actual: 0 },
      analyses: [{ phase: 'Pending' }],
    });
    expect(mapped('WaitingPromotion')).toMatchObject({
      state: 'waiting',
      pause: {
        reason: 'confirm-promotion',
        message: expect.stringContaining('"release-manager"'),
        since: '2026-10-02T08:42:00Z',
      },
      analyses: [{ phase: 'Running' }],
    });
    expect(
      mapped('WaitingPromotion', { analysis: { webhooks: null } }).pause
        ?.message,
    ).toContain('Waiting for a gate');
  });

  it('does not take the weight of a waiting promotion for what it is', () => {
    const { weight, iterations, failedChecks } = mapped('WaitingPromotion', {
      status: { canaryWeight: 0, iterations: -1 },
    });
    expect(weight).toEqual({ desired: 60, max: 50 });
    expect(iterations).toBeUndefined();
    expect(failedChecks).toEqual({ count: 2, limit: 5 });
  });

  it('serves a copy of the new version as soon as it is promoted', () => {
    expect(mapped('Promoting', {}, settled).unknownToGit).toBe(
      'What serves is orders-primary (1.10), to which Flagger has copied the Deployment orders.',
    );
  });

  it('names a gate that may hold the traffic in the middle', () => {
    const hold = { name: 'more', type: 'confirm-traffic-increase' };
    expect(
      mapped('Progressing', { analysis: { webhooks: [hold] } }),
    ).toMatchObject({
      state: 'progressing',
      message: expect.stringContaining('"more"'),
    });
  });

  it.each([
    ['', 'progressing'],
    ['Initializing', 'progressing'],
    ['Promoting', 'progressing'],
    ['Finalising', 'progressing'],
    ['Terminating', 'progressing'],
    ['Terminated', 'unknown'],
    ['Levitating', 'unknown'],
  ])('is, in "%s", %s', (phase, state) => {
    expect(mapped(phase, { status: zeroed }, settled)).toMatchObject({
      state,
      phase,
    });
  });

  it('has not been looked at without a status', () => {
    const { status: _, ...object } = canary();
    expect(mapCanary(object, clusterWith([]))).toMatchObject({
      state: 'progressing',
      phase: '',
      message: 'Flagger has not looked at it yet.',
      analyses: [],
    });
  });

  it.each(['Initialized', 'Succeeded'])(
    'is stable in %s, although its target runs nothing',
    phase => {
      const status = mapped(phase, { status: promoted }, settled);
      expect(status).toMatchObject({
        state: 'stable',
        unknownToGit: expect.stringContaining('keeps orders itself at zero'),
      });
      expect(status.candidate).toBeUndefined();
      expect(status.weight).toBeUndefined();
    },
  );

  it('is not stable while Git declares what Flagger has not looked at', () => {
    expect(mapped('Succeeded', { status: promoted })).toMatchObject({
      state: 'progressing',
      message:
        'The Deployment orders has changed, and Flagger has not looked at it yet.',
      candidate: { id: 'orders' },
      analyses: [],
    });
  });

  it('is stable on its word where its workloads can not be read', () => {
    const status = mapped('Succeeded', { status: promoted }, []);
    expect(status.state).toBe('stable');
    expect(status.stable).toBeUndefined();
  });
});

describe('a Canary that has failed', () => {
  const failed = { ...zeroed, lastAppliedSpec: 'b', lastPromotedSpec: 'a' };
  const conditions = [
    {
      type: 'Promoted',
      status: 'False',
      message: 'Canary analysis failed, Deployment scaled to zero.',
      lastTransitionTime: '2026-10-02T08:46:00Z',
      lastUpdateTime: '2026-10-02T08:46:00Z',
    },
  ];

  it('is aborted, and says what Git does not know', () => {
    const status = mapped('Failed', { status: { ...failed, conditions } });
    expect(status).toMatchObject({
      state: 'aborted',
      aborted: {
        since: '2026-10-02T08:46:00Z',
        message:
          'Canary analysis failed, Deployment scaled to zero. Why is in the events of the Canary.',
      },
      stable: { id: 'orders-primary' },
      candidate: { id: 'orders' },
      weight: { desired: 0, actual: 0 },
      unknownToGit:
        'Git declares 1.10 in the Deployment orders. Flagger has scaled that to zero and serves orders-primary (1.9).',
      analyses: [
        {
          phase: 'Failed',
          finishedAt: '2026-10-02T08:46:00Z',
          message: expect.stringMatching(
            /^Canary analysis failed, Deployment scaled to zero\. It is also/,
          ),
        },
      ],
    });
    // They are counted from zero again as soon as it has failed.
    expect(status.failedChecks).toBeUndefined();
  });

  it('is aborted too when only its configuration was new', () => {
    expect(mapped('Failed', { status: failed }, reconfigured).state).toBe(
      'aborted',
    );
  });

  it('is stable once Git has gone back, though its phase stays', () => {
    const back = mapped('Failed', { status: promoted }, settled);
    expect(back.weight).toBeUndefined();
    expect(back).toMatchObject({
      state: 'stable',
      phase: 'Failed',
      message: expect.stringContaining('Git has gone back'),
    });
    expect(mapped('Failed', { status: promoted }, []).state).toBe('stable');
    // Older versions of Flagger do not note that they have seen it.
    expect(mapped('Failed', { status: failed }, settled).state).toBe('stable');
    const since = [changedSince[0], settled[1]];
    expect(mapped('Failed', { status: failed }, since).state).toBe('stable');
  });

  it('is not aborted when another version has come since', () => {
    expect(mapped('Failed', { status: failed }, changedSince).state).toBe(
      'progressing',
    );
    expect(mapped('Failed', { status: promoted }).state).toBe('progressing');
  });
});

describe('a Canary that is suspended', () => {
  const spec = { suspend: true };

  it.each(['Waiting', 'Progressing', 'WaitingPromotion', 'Promoting'])(
    'stays where it is in %s',
    phase => {
      expect(mapped(phase, { spec })).toMatchObject({
        state: 'paused',
        phase,
        pause: {
          reason: 'suspend',
          message: expect.stringContaining('divided as it is'),
        },
      });
    },
  );

  it('is stable without a new version, aborted after one that failed', () => {
    const idle = mapped('Succeeded', { spec, status: promoted }, settled);
    expect(idle.state).toBe('stable');
    const status = { ...zeroed, lastAppliedSpec: 'b', lastPromotedSpec: 'a' };
    expect(mapped('Failed', { spec, status }).state).toBe('aborted');
  });

  it.each([
    ['other images', workloads()],
    ['a change that is not of images', [changedSince[0], reconfigured[1]]],
  ])('keeps out %s', (_, objects) => {
    const status = mapped('Succeeded', { spec, status: promoted }, objects);
    expect(status).toMatchObject({
      state: 'paused',
      pause: { message: expect.stringContaining('does not bring') },
    });
  });
});
