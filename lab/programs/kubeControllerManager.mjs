import { defineKubernetesProgram } from './kubernetesProgram.mjs';

/** The controllers of Deployments, ReplicaSets, Jobs, namespaces and the rest. */
export const kubeControllerManager = defineKubernetesProgram({
  name: 'kube-controller-manager',
  usualSeconds: 300,
  run: ({ ports, kubeconfig, certificates }) => ({
    args: [
      `--kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.controllerManager}`,
      `--tls-cert-file=${certificates.server.cert}`,
      `--tls-private-key-file=${certificates.server.key}`,
      `--service-account-private-key-file=${certificates.serviceAccount.key}`,
      `--root-ca-file=${certificates.ca.cert}`,
      '--use-service-account-credentials=false',
      '--leader-elect=false',
      '--profiling=false',
    ],
    health: { url: `https://127.0.0.1:${ports.controllerManager}/healthz` },
  }),
});
