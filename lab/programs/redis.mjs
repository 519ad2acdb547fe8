import { defineInstalled } from './program.mjs';

/** What Argo CD keeps its caches in; nothing of it is written to disk. */
export const redis = defineInstalled({
  name: 'redis',
  command: 'redis-server',
  run: ({ ports }) => ({
    args: [
      ...['--bind', '127.0.0.1', '--port', `${ports.redis}`],
      ...['--save', '', '--appendonly', 'no'],
    ],
    health: { url: `tcp://127.0.0.1:${ports.redis}` },
  }),
});
