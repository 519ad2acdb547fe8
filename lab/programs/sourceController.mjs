import { join } from 'node:path';
import { defineFluxController } from './fluxController.mjs';

/** Fetches what the other controllers of Flux apply. */
export const sourceController = defineFluxController({
  name: 'source-controller',
  usualSeconds: 560,
  ports: ports => ({
    health: ports.sourceHealth,
    metrics: ports.sourceMetrics,
  }),
  args: ({ ports, dataDir }) => [
    `--storage-path=${join(dataDir, 'flux-artifacts')}`,
    `--storage-addr=127.0.0.1:${ports.sourceStorage}`,
    `--storage-adv-addr=127.0.0.1:${ports.sourceStorage}`,
  ],
  folders: ['flux-artifacts'],
});
