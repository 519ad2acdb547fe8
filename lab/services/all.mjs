import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The lab's own servers: they need no build. */
export const services = [
  {
    name: 'git-server',
    run: ({ ports, dataDir }) => ({
      command: process.execPath,
      args: [
        join(here, 'git.mjs'),
        `--root=${join(dataDir, 'git')}`,
        `--port=${ports.git}`,
      ],
      health: { url: `http://127.0.0.1:${ports.git}/healthz` },
    }),
    folders: ['git'],
  },
  {
    name: 'metric-provider',
    run: ({ ports }) => ({
      command: process.execPath,
      args: [join(here, 'metrics.mjs'), `--port=${ports.metrics}`],
      health: { url: `http://127.0.0.1:${ports.metrics}/healthz` },
    }),
  },
];
