import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import {
  aRevision,
  aRollout,
  offers,
  someSteps,
} from '../../src/__testUtils__/aRollout';
import { ago, ahead, day, hour, minute } from './time';

const service = 'checkout';

const canarySteps = [
  'Send 5 % of the traffic',
  'Pause for 10 minutes',
  'Send 20 % of the traffic',
  'Pause for 15 minutes',
  'Send 50 % of the traffic',
  'Check it with success-rate and latency-p95',
  'Send all of the traffic',
];

const all = [
  'promote',
  'promote-full',
  'pause',
  'resume',
  'abort',
  'retry',
  'restart',
] as const;

const notAborted = 'Only an aborted rollout can be retried.';
const notPaused = 'Nobody has paused it.';

const measurements = (values: string[], failsBelow?: number) =>
  values.map((value, index) => ({
    phase:
      failsBelow !== undefined && Number(value) < failsBelow
        ? ('Failed' as const)
        : ('Successful' as const),
    value,
    at: ago((index + 1) * minute),
  }));

/** Nothing is under way. */
export const atRest: RolloutStatus = aRollout({
  service,
  ...someSteps(canarySteps, canarySteps.length),
  since: ago(2 * day),
  stable: aRevision({ service, version: '2.9.0', ready: 2, desired: 2 }),
  services: { stable: 'checkout-stable', canary: 'checkout-canary' },
  workload: { kind: 'Deployment', name: 'checkout' },
  trafficRouter: 'istio',
  actions: offers([...all], {
    promote: 'Nothing is under way.',
    'promote-full': 'Nothing is under way.',
    pause: 'Nothing is under way.',
    resume: notPaused,
    abort: 'Nothing is under way.',
    retry: notAborted,
  }),
});

/** A canary that goes on by itself. */
export const canaryPaused: RolloutStatus = aRollout({
  service,
  state: 'paused',
  phase: 'Paused',
  since: ago(6 * minute),
  ...someSteps(canarySteps, 3),
  weight: { desired: 20, actual: 18 },
  pause: {
    reason: 'CanaryPauseStep',
    message: 'It waits for 15 minutes, as its steps say.',
    since: ago(6 * minute),
    until: ahead(9 * minute),
  },
  stable: aRevision({ service, version: '2.9.0', ready: 4, desired: 4 }),
  candidate: aRevision({ service, version: '3.0.0', ready: 1, desired: 1 }),
  services: { stable: 'checkout-stable', canary: 'checkout-canary' },
  trafficRouter: 'istio',
  analyses: [
    {
      name: 'checkout-7d9f-4-background',
      type: 'background',
      templates: ['success-rate', 'latency-p95'],
      phase: 'Running',
      startedAt: ago(20 * minute),
      metrics: [
        {
          name: 'success-rate',
          phase: 'Running',
          successful: 9,
          failed: 1,
          inconclusive: 0,
          errors: 0,
          failureLimit: 2,
          condition: 'result[0] >= 0.95',
          measurements: measurements(
            ['0.987', '0.991', '0.978', '0.942', '0.983', '0.99', '0.986'],
            0.95,
          ),
        },
        {
          name: 'latency-p95',
          phase: 'Running',
          successful: 10,
          failed: 0,
          inconclusive: 0,
          errors: 0,
          failureLimit: 0,
          condition: 'result[0] <= 0.4',
          dryRun: true,
          measurements: measurements(['0.312', '0.298', '0.305', '0.287']),
        },
      ],
    },
  ],
  actions: offers([...all], { resume: notPaused, retry: notAborted }),
});

/** Gone back after its analysis failed. */
export const aborted: RolloutStatus = aRollout({
  service,
  state: 'aborted',
  phase: 'Degraded',
  since: ago(34 * minute),
  ...someSteps(canarySteps, 5),
  step: undefined,
  weight: { desired: 0, actual: 0 },
  aborted: {
    since: ago(34 * minute),
    message:
      'RolloutAborted: metric "success-rate" assessed Failed due to failed (3) > failureLimit (2).',
  },
  unknownToGit:
    'Git declares 3.0.0. Argo Rollouts has gone back to 2.9.0, and serves that.',
  stable: aRevision({ service, version: '2.9.0', ready: 5, desired: 5 }),
  candidate: aRevision({ service, version: '3.0.0', ready: 0, desired: 0 }),
  services: { stable: 'checkout-stable', canary: 'checkout-canary' },
  trafficRouter: 'nginx',
  analyses: [
    {
      name: 'checkout-7d9f-6-5',
      type: 'step',
      templates: ['success-rate'],
      phase: 'Failed',
      startedAt: ago(40 * minute),
      finishedAt: ago(34 * minute),
      metrics: [
        {
          name: 'success-rate',
          phase: 'Failed',
          message: 'failed (3) > failureLimit (2)',
          successful: 2,
          failed: 3,
          inconclusive: 0,
          errors: 0,
          failureLimit: 2,
          condition: 'result[0] >= 0.95',
          measurements: measurements(
            ['0.81', '0.84', '0.9', '0.96', '0.97'],
            0.95,
          ),
        },
      ],
    },
  ],
  actions: offers(['retry', 'abort', 'promote', 'restart'], {
    abort: 'It is aborted already.',
    promote: 'It is aborted: retry it first.',
  }),
});

/** Blue-green: the preview stands, and somebody has to switch. */
export const blueGreenWaiting: RolloutStatus = aRollout({
  service,
  strategy: 'blue-green',
  state: 'waiting',
  phase: 'Paused',
  since: ago(3 * hour),
  pause: {
    reason: 'BlueGreenPause',
    message:
      'The new version is ready behind the preview service. Somebody has to promote it.',
    since: ago(3 * hour),
  },
  stable: aRevision({ service, version: '2.9.0' }),
  candidate: aRevision({ service, version: '3.0.0' }),
  services: { active: 'checkout', preview: 'checkout-preview' },
  analyses: [
    {
      name: 'checkout-7d9f-pre',
      type: 'pre-promotion',
      templates: ['smoke-tests'],
      phase: 'Successful',
      startedAt: ago(3.1 * hour),
      finishedAt: ago(3 * hour),
      metrics: [
        {
          name: 'smoke-tests',
          phase: 'Successful',
          successful: 1,
          failed: 0,
          inconclusive: 0,
          errors: 0,
          measurements: [
            { phase: 'Successful', value: 'passed', at: ago(3 * hour) },
          ],
        },
      ],
    },
  ],
  actions: offers(['promote', 'promote-full', 'abort', 'retry', 'restart'], {
    retry: notAborted,
  }),
});

const flagger = (rest: Partial<RolloutStatus>): RolloutStatus =>
  aRollout({
    service: 'search',
    controller: 'flagger',
    object: {
      cluster: 'edge',
      apiVersion: 'flagger.app/v1beta1',
      kind: 'Canary',
      namespace: 'search',
      name: 'search',
    },
    stable: aRevision({ service: 'search', version: '5.1.0' }),
    candidate: aRevision({ service: 'search', version: '5.2.0' }),
    services: {
      active: 'search',
      stable: 'search-primary',
      canary: 'search-canary',
    },
    workload: { kind: 'Deployment', name: 'search' },
    trafficRouter: 'gatewayapi:v1',
    ...rest,
  });

const flaggerSteps = [
  'Start the new version, check it with acceptance-test',
  'Send 10 % of the traffic to it',
  'Send 20 % of the traffic to it',
  'Send 30 % of the traffic to it',
  'Send 40 % of the traffic to it',
  'Send 50 % of the traffic to it',
  'Wait until the gate release-manager lets it be promoted',
  'Copy it to the Deployment search-primary',
  'Send all traffic to search-primary, and scale search to zero',
];

const checks: RolloutStatus['analyses'] = [
  {
    name: 'search',
    type: 'canary',
    templates: ['flagger/error-rate'],
    phase: 'Running',
    message:
      'Flagger keeps no values in its object: they are in its events and where it measures them.',
    startedAt: ago(12 * minute),
    metrics: [
      {
        name: 'error-rate',
        phase: 'Unknown',
        successful: 0,
        failed: 0,
        inconclusive: 0,
        errors: 0,
        condition: '<= 1',
        measurements: [],
      },
    ],
  },
];

/** Flagger raises the weight. */
export const flaggerProgressing = flagger({
  state: 'progressing',
  phase: 'Progressing',
  since: ago(4 * minute),
  ...someSteps(flaggerSteps, 3),
  weight: { desired: 30, actual: 30, max: 50 },
  failedChecks: { count: 2, limit: 5 },
  unknownToGit:
    'What serves is search-primary (5.1.0), until Flagger has promoted the Deployment search (5.2.0).',
  analyses: checks,
  actions: offers(['pause', 'resume'], {
    resume: 'The Canary search is not suspended.',
  }),
});

/** Flagger waits for its gate. */
export const flaggerWaiting = flagger({
  strategy: 'ab-testing',
  state: 'waiting',
  phase: 'WaitingPromotion',
  since: ago(50 * minute),
  ...someSteps(
    [
      'Start the new version',
      'Send the requests that match to it, and check it 10 times',
      'Wait until the gate release-manager lets it be promoted',
      'Copy it to the Deployment search-primary',
    ],
    2,
  ),
  iterations: { done: 10, total: 10 },
  failedChecks: { count: 0, limit: 3 },
  pause: {
    reason: 'confirm-promotion',
    message:
      'The checks have passed. Waiting for the gate release-manager to let the new version be promoted.',
    since: ago(50 * minute),
  },
  analyses: checks,
  actions: offers(['pause', 'resume'], {
    resume: 'The Canary search is not suspended.',
  }),
});

/** Flagger has given up. */
export const flaggerFailed = flagger({
  state: 'aborted',
  phase: 'Failed',
  since: ago(5 * hour),
  ...someSteps(flaggerSteps, flaggerSteps.length),
  steps: [],
  step: undefined,
  failedChecks: { count: 5, limit: 5 },
  aborted: {
    since: ago(5 * hour),
    message:
      'Canary analysis failed, Deployment scaled to zero. Why is in the events of the Canary.',
  },
  unknownToGit:
    'Git declares 5.2.0 in the Deployment search. Flagger has scaled that to zero and serves search-primary (5.1.0).',
  stale: 'Flagger’s resource of this object was last seen 20 minutes ago.',
  analyses: [{ ...checks[0], phase: 'Failed', finishedAt: ago(5 * hour) }],
  actions: offers(['pause', 'resume'], {
    resume: 'The Canary search is not suspended.',
  }),
});
