import { describeRolloutControllerContract } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import {
  blueGreen,
  canary,
  givenUp,
  promoted,
  relatedObjects,
  working,
} from './__testUtils__/rollouts';
import { publishedSamples } from './__testUtils__/published';
import { argoRolloutsController } from './ArgoRolloutsController';

describeRolloutControllerContract({
  name: 'Argo Rollouts',
  controller: argoRolloutsController,
  secrets: ['hunter2', 's3cr3t-argument'],
  samples: [
    canary(),
    canary({ status: { ...working, currentStepIndex: 2 } }),
    canary({
      status: {
        ...working,
        currentStepIndex: 5,
        canary: { currentExperiment: 'orders-6f64645d56-4-5' },
      },
    }),
    canary({ status: givenUp }),
    canary({ status: promoted }),
    canary({ spec: { paused: true } }),
    canary({ status: { ...working, stableRS: '', phase: null } }),
    blueGreen(),
    ...publishedSamples.rollouts(),
  ],
  referenced: [...relatedObjects(), ...publishedSamples.related()],
});
