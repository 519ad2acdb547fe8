import { describeRolloutControllerContract } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { canary, workloads } from './__testUtils__/canaries';
import { flaggerController } from './FlaggerController';

const phases = [
  'Initializing',
  'Initialized',
  'Waiting',
  'WaitingPromotion',
  'Promoting',
  'Finalising',
  'Succeeded',
  'Failed',
  'Terminating',
  'Terminated',
];

describeRolloutControllerContract({
  name: 'Flagger',
  controller: flaggerController,
  samples: [
    canary(),
    canary({ analysis: { iterations: 10, match: [{ headers: {} }] } }),
    canary({ spec: { provider: 'kubernetes' } }),
    canary({ spec: { suspend: true } }),
    canary({ spec: { targetRef: { kind: 'DaemonSet', name: 'agent' } } }),
    ...phases.map(phase => canary({ status: { phase } })),
  ],
  referenced: workloads(),
  secrets: ['hunter2'],
});
