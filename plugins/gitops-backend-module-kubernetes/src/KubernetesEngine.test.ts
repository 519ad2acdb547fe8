import { describeEngineContract } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { objectsOf, workload } from './__testUtils__/workloads';
import { kubernetesEngine } from './KubernetesEngine';

describeEngineContract({
  name: 'Kubernetes',
  engine: kubernetesEngine,
  samples: [
    ...objectsOf('workloads.yaml'),
    workload('Deployment', { status: null }),
    workload('StatefulSet', { spec: { updateStrategy: { type: 'OnDelete' } } }),
    workload('DaemonSet', { metadata: { namespace: 'kube-system' } }),
    workload('CronJob', { spec: { suspend: true } }),
  ],
  referenced: objectsOf('rollouts.yaml'),
  secrets: ['hunter2'],
});
