import { defineArgoCdCommand } from './command.mjs';

/** Fetches repositories and makes manifests of them. */
export const argoCdRepoServer = defineArgoCdCommand({
  name: 'argocd-repo-server',
  run: ({ ports }) => ({
    args: [
      '--address=127.0.0.1',
      `--port=${ports.argocdRepoServer}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${ports.argocdRepoServerMetrics}`,
      `--redis=127.0.0.1:${ports.redis}`,
      '--revision-cache-expiration=2s',
      '--disable-tls',
      '--client-ca-path=',
    ],
    health: {
      url: `http://127.0.0.1:${ports.argocdRepoServerMetrics}/healthz`,
    },
  }),
});
