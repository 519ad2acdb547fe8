import { KubeConfig } from '@kubernetes/client-node';
import { FaultList } from '../../faults/FaultList';
import { ClusterOptions, startCluster } from '../startCluster';
import { TestClient } from './TestClient';

/** Tokens of every role, by its name. */
const tokens = (['reader', 'writer', 'admin'] as const).map(role => ({
  token: `${role}-token`,
  role,
  user: `the-${role}`,
}));

/** Starts a cluster on any free port, with a token and a client for each role. */
export async function startTestCluster(options: Partial<ClusterOptions> = {}) {
  const faults = FaultList.create();
  const cluster = await startCluster({
    name: 'one',
    port: 0,
    faults,
    tokens,
    ...options,
  });
  const client = (role: string) =>
    TestClient.create({
      url: cluster.url,
      caData: cluster.caData,
      token: `${role}-token`,
    });
  return {
    cluster,
    objects: cluster.objects,
    faults,
    admin: client('admin'),
    writer: client('writer'),
    reader: client('reader'),
    stranger: client('stranger'),
    /** As the official client library reads it. */
    kubeConfig(role: string): KubeConfig {
      const config = new KubeConfig();
      config.loadFromOptions({
        clusters: [{ name: 'c', server: cluster.url, caData: cluster.caData }],
        users: [{ name: 'u', token: `${role}-token` }],
        contexts: [{ name: 'c', cluster: 'c', user: 'u' }],
        currentContext: 'c',
      });
      return config;
    },
  };
}

/** A cluster under test, with what tests need around it. */
export type TestCluster = Awaited<ReturnType<typeof startTestCluster>>;
