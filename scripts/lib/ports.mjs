import { createServer } from 'node:net';
import { Problem } from './say.mjs';

/** The ports of a portal, its sandbox included, counted from the one where the portal answers. */
export function portsFrom(portal) {
  return {
    portal,
    forge: portal + 3,
    clusters: [portal + 4, portal + 5, portal + 6],
    control: portal + 7,
  };
}

/** Throws a Problem that names the ports that something else listens on. */
export async function checkPortsFree({ portal, forge, clusters, control }) {
  const taken = [];
  for (const port of [portal, forge, ...clusters, control]) {
    if (!(await isFree(port))) taken.push(port);
  }
  if (taken.length === 0) return;
  throw new Problem(
    taken.length === 1
      ? `Port ${taken[0]} is taken.`
      : `Ports ${taken.join(', ')} are taken.`,
    `Stop what listens there (perhaps another Fairlead), or choose other ports: npm start -- --port ${portal + 1000}`,
  );
}

async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const free = await new Promise(done => {
      const server = createServer();
      server.once('error', error => done(error.code !== 'EADDRINUSE'));
      server.listen({ port, host }, () => server.close(() => done(true)));
    });
    if (!free) return false;
  }
  return true;
}
