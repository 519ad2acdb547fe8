import path from 'node:path';
import { ClusterObjects, Faults } from '../contracts';
import { Access, ClusterToken } from './auth/Access';
import { ClusterFaults } from './ClusterFaults';
import { loadCertificates } from './http/certificates';
import { clusterApp } from './http/clusterApp';
import { ClusterListener } from './http/ClusterListener';
import { WatchStreams } from './http/WatchStreams';
import { bundledDefinitions, installDefinitions } from './installDefinitions';
import { builtInKinds } from './kinds/builtInKinds';
import { KindRegistry } from './kinds/KindRegistry';
import { CustomKindInstaller } from './objects/CustomKindInstaller';
import { GarbageCollector } from './objects/GarbageCollector';
import { ObjectService } from './objects/ObjectService';
import { ObjectJournal } from './store/ObjectJournal';
import { ObjectStore } from './store/ObjectStore';
import { StoredObjects } from './StoredObjects';

const systemNamespaces = [
  'default',
  'kube-node-lease',
  'kube-public',
  'kube-system',
];

/** A cluster that runs. */
export interface RunningCluster {
  readonly name: string;
  /** `https://localhost:7011` */
  readonly url: string;
  /** The certificate authority of its endpoint, as kubeconfig has it: PEM in base64. */
  readonly caData: string;
  readonly objects: ClusterObjects;
  stop(): Promise<void>;
}

/** How a cluster is to be. */
export interface ClusterOptions {
  name: string;
  /** Any free one when 0. */
  port: number;
  /** Where to listen; `localhost` when left out. */
  host?: string;
  /** Objects, revisions and certificates are kept here, and found again. In memory only when left out. */
  dataDir?: string;
  /** Those of the surface `cluster:<name>` strike. */
  faults: Faults;
  tokens: readonly ClusterToken[];
  /** Files or folders with CustomResourceDefinitions; those that the sandbox brings along when left out. */
  crds?: readonly string[];
  /** How many changes watches and paged lists can look back on. */
  historySize?: number;
  /** How often watches that want them get bookmarks. */
  bookmarkIntervalMs?: number;
}

/** Starts a Kubernetes API endpoint with objects of its own. Resolves when it answers. */
export async function startCluster(
  options: ClusterOptions,
): Promise<RunningCluster> {
  const { name, host = 'localhost', faults, dataDir } = options;
  const surface = `cluster:${name}` as const;
  const certificates = await loadCertificates({ clusterName: name, dataDir });
  const listener = ClusterListener.create({
    certificates,
    host,
    port: options.port,
  });
  const url = () => listener.url;

  const kept = dataDir
    ? ObjectJournal.open({ dataDir: path.resolve(dataDir) })
    : undefined;
  const store = ObjectStore.create({
    historySize: options.historySize ?? 10_000,
    revision: kept?.restored.revision,
    objects: kept?.restored.objects,
  });
  kept?.journal.follow(store);
  const kinds = KindRegistry.create(builtInKinds);
  const service = ObjectService.create({ store, kinds });
  CustomKindInstaller.start({ store, kinds });
  GarbageCollector.start({ store, kinds, service });

  const objects = StoredObjects.create({ name, url, store, service });
  for (const namespace of systemNamespaces) {
    objects.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: { 'kubernetes.io/metadata.name': namespace },
      },
    });
  }
  installDefinitions(objects, options.crds ?? [bundledDefinitions]);

  const watches = WatchStreams.create({
    store,
    faults,
    surface,
    bookmarkIntervalMs: options.bookmarkIntervalMs ?? 60_000,
  });
  const access = Access.create({ tokens: options.tokens, kinds });
  listener.serve(
    clusterApp({
      surface,
      faults,
      store,
      kinds,
      service,
      access,
      watches,
      url,
    }),
  );
  const switches = ClusterFaults.create({ faults, surface, listener, watches });
  await switches.start();

  return {
    name,
    get url() {
      return url();
    },
    caData: Buffer.from(certificates.ca).toString('base64'),
    objects,
    stop: async () => {
      watches.end();
      await switches.stop();
      await kept?.journal.close();
    },
  };
}
