import { defineKubernetesProgram } from './kubernetesProgram.mjs';

/** Gives pods their nodes. */
export const kubeScheduler = defineKubernetesProgram({
  name: 'kube-scheduler',
  usualSeconds: 20,
  run: ({ ports, kubeconfig, certificates }) => ({
    args: [
      `--kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.scheduler}`,
      `--tls-cert-file=${certificates.server.cert}`,
      `--tls-private-key-file=${certificates.server.key}`,
      '--leader-elect=false',
      '--profiling=false',
    ],
    health: { url: `https://127.0.0.1:${ports.scheduler}/healthz` },
  }),
});
