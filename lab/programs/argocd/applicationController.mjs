import { defineArgoCdCommand } from './command.mjs';
import { writeSettings } from './settings.mjs';

/** Compares Applications with the cluster and syncs them; it looks for new commits often. */
export const argoCdApplicationController = defineArgoCdCommand({
  name: 'argocd-application-controller',
  prepare: writeSettings,
  run: ({ ports }) => ({
    args: [
      '--namespace=argocd',
      `--repo-server=127.0.0.1:${ports.argocdRepoServer}`,
      '--repo-server-plaintext',
      `--redis=127.0.0.1:${ports.redis}`,
      `--metrics-port=${ports.argocdControllerMetrics}`,
      '--app-resync=10',
      '--app-resync-jitter=0',
    ],
    health: {
      url: `http://127.0.0.1:${ports.argocdControllerMetrics}/healthz`,
    },
  }),
});
