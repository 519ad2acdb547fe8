import { defineProgram } from './program.mjs';

/** Flagger, with the provider that needs no mesh. */
export const flagger = defineProgram({
  name: 'flagger',
  module: 'github.com/fluxcd/flagger',
  package: 'github.com/fluxcd/flagger/cmd/flagger',
  crds: ['artifacts/flagger/crd.yaml'],
  usualSeconds: 210,
  run: ({ ports, kubeconfig }) => ({
    args: [
      `-kubeconfig=${kubeconfig}`,
      '-mesh-provider=kubernetes',
      `-metrics-server=http://127.0.0.1:${ports.metrics}`,
      `-port=${ports.flagger}`,
      '-control-loop-interval=2s',
      '-log-level=info',
    ],
    health: { url: `http://127.0.0.1:${ports.flagger}/healthz` },
  }),
});
