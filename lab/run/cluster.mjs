import { Problem } from '../../scripts/lib/say.mjs';
import { crdsOf } from '../build/moduleFiles.mjs';
import { Kubectl } from './kubectl.mjs';
import { waitUntil } from './health.mjs';

const nodes = ['lab-node-1', 'lab-node-2'];
const namespaces = ['flux-system', 'argo-rollouts', 'flagger-system', 'argocd'];

/** Makes the nodes, which KWOK then plays, and the namespaces of the controllers. */
export async function furnishCluster({ kubeconfig }) {
  const kubectl = new Kubectl(kubeconfig);
  await kubectl.apply(
    ...namespaces.map(name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
    ...nodes.map(nodeNamed),
  );
  const ready = await waitUntil({
    condition: async () =>
      (await kubectl.list({ kind: 'nodes' })).every(isReady),
    seconds: 60,
  });
  if (!ready) throw new Problem('The nodes of the lab did not become ready.');
}

/** Creates the kinds of a program and waits until the API server serves them. */
export async function installKinds({ kubeconfig, program }) {
  const files = crdsOf(program.builtFrom ?? program);
  if (files.length === 0) return;
  const kubectl = new Kubectl(kubeconfig);
  const named = files.flatMap(file => ['-f', file]);
  await kubectl.run(['apply', '--server-side', '--force-conflicts', ...named]);
  await kubectl.run([
    'wait',
    '--for=condition=Established',
    '--timeout=60s',
    ...named,
  ]);
}

function nodeNamed(name) {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, type: 'kwok' },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: {},
    status: {
      allocatable: { cpu: '16', memory: '64Gi', pods: '110' },
      capacity: { cpu: '16', memory: '64Gi', pods: '110' },
    },
  };
}

function isReady({ status }) {
  return (status?.conditions ?? []).some(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
}
