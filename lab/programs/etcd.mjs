import { join } from 'node:path';
import { defineProgram } from './program.mjs';

/** The store of the API server. */
export const etcd = defineProgram({
  name: 'etcd',
  module: 'go.etcd.io/etcd/server/v3',
  package: 'go.etcd.io/etcd/server/v3',
  usualSeconds: 200,
  run: ({ ports, dataDir }) => ({
    args: [
      `--data-dir=${join(dataDir, 'etcd')}`,
      '--name=lab',
      `--listen-client-urls=http://127.0.0.1:${ports.etcd}`,
      `--advertise-client-urls=http://127.0.0.1:${ports.etcd}`,
      `--listen-peer-urls=http://127.0.0.1:${ports.etcdPeer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${ports.etcdPeer}`,
      `--initial-cluster=lab=http://127.0.0.1:${ports.etcdPeer}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    health: { url: `http://127.0.0.1:${ports.etcd}/health` },
  }),
});
