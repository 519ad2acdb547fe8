import { defineProgram } from './program.mjs';

/** Argo Rollouts. */
export const rolloutsController = defineProgram({
  name: 'rollouts-controller',
  module: 'github.com/argoproj/argo-rollouts',
  package: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
  crds: [
    'manifests/crds/rollout-crd.yaml',
    'manifests/crds/experiment-crd.yaml',
    'manifests/crds/analysis-run-crd.yaml',
    'manifests/crds/analysis-template-crd.yaml',
    'manifests/crds/cluster-analysis-template-crd.yaml',
  ],
  usualSeconds: 360,
  run: ({ ports, kubeconfig }) => ({
    args: [
      `--kubeconfig=${kubeconfig}`,
      '--leader-elect=false',
      `--healthzPort=${ports.rolloutsHealth}`,
      `--metricsPort=${ports.rolloutsMetrics}`,
    ],
    env: { POD_NAMESPACE: 'argo-rollouts' },
    health: { url: `http://127.0.0.1:${ports.rolloutsHealth}/healthz` },
  }),
});
