import { defineKubernetesProgram } from './kubernetesProgram.mjs';

/** The API server of the lab's cluster. */
export const kubeApiserver = defineKubernetesProgram({
  name: 'kube-apiserver',
  usualSeconds: 960,
  run: ({ ports, certificates }) => ({
    args: [
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${ports.apiserver}`,
      `--tls-cert-file=${certificates.server.cert}`,
      `--tls-private-key-file=${certificates.server.key}`,
      `--client-ca-file=${certificates.ca.cert}`,
      `--service-account-key-file=${certificates.serviceAccount.cert}`,
      `--service-account-signing-key-file=${certificates.serviceAccount.key}`,
      `--service-account-issuer=https://127.0.0.1:${ports.apiserver}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      '--authorization-mode=RBAC',
      '--endpoint-reconciler-type=none',
      '--profiling=false',
    ],
    health: { url: `https://127.0.0.1:${ports.apiserver}/readyz` },
  }),
});
