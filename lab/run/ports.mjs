import { createServer } from 'node:net';

const names = [
  'etcd',
  'etcdPeer',
  'apiserver',
  'controllerManager',
  'scheduler',
  'kwok',
  'git',
  'metrics',
  'sourceHealth',
  'sourceMetrics',
  'sourceStorage',
  'kustomizeHealth',
  'kustomizeMetrics',
  'helmHealth',
  'helmMetrics',
  'rolloutsHealth',
  'rolloutsMetrics',
  'flagger',
  'gitea',
  'redis',
  'argocd',
  'argocdMetrics',
  'argocdRepoServer',
  'argocdRepoServerMetrics',
  'argocdControllerMetrics',
];

/** A free port of the loopback interface for each purpose. */
export async function choosePorts() {
  const servers = await Promise.all(names.map(() => listen()));
  const ports = Object.fromEntries(
    names.map((name, index) => [name, servers[index].address().port]),
  );
  await Promise.all(
    servers.map(server => new Promise(done => server.close(done))),
  );
  return ports;
}

function listen() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen({ port: 0, host: '127.0.0.1' }, () => done(server));
  });
}
