import {
  ClusterOptions,
  FaultList,
  RunningCluster,
  startCluster,
} from '@fairlead/sandbox';
import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { ClusterConnection } from '../../clusters/ClusterConnection';
import { KubernetesApi } from '../../clusters/KubernetesApi';
import { KubernetesObjects } from '../../clusters/KubernetesObjects';
import { storedTarget } from '../../services/__testUtils__/storedTarget';
import { ManagedResources } from '../ManagedResources';
import { ServedKinds } from '../ServedKinds';
import { TreeReader, TreeReaderOptions } from '../TreeReader';

const namespace = 'orders';

/** What an engine applied in the tests, whatever its object says. */
const applied = [
  ['apps', 'v1', 'Deployment', 'orders'],
  ['', 'v1', 'Service', 'orders'],
  ['', 'v1', 'ConfigMap', 'orders-config'],
  ['', 'v1', 'Secret', 'orders-db'],
  ['batch', 'v1', 'CronJob', 'orders-report'],
].map(([group, version, kind, name]) => ({
  group,
  version,
  kind,
  namespace,
  name,
  sync: 'Synced' as const,
}));

const engineKinds = [
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Application',
    plural: 'applications',
  },
];

/** A cluster of the sandbox with the resources of a shop, and what reads them. */
export class ShopCluster {
  static async start(
    options: Partial<ClusterOptions> = {},
  ): Promise<ShopCluster> {
    const faults = FaultList.create();
    const cluster = await startCluster({
      name: 'hub',
      port: 0,
      faults,
      tokens: [{ token: 'reader-token', role: 'reader', user: 'reader' }],
      ...options,
    });
    return new ShopCluster(cluster, faults);
  }

  /** What the cluster was asked. */
  readonly requests: string[] = [];
  readonly target = storedTarget({ name: 'orders-prod', environment: 'prod' });
  readonly objects: KubernetesObjects;
  readonly served: ServedKinds;
  engine: GitOpsEngine = {
    id: 'argocd',
    title: 'Argo CD',
    kinds: engineKinds,
    map: () => undefined,
    resourcesOf: () => applied,
    prepareAction: () => [],
  };
  readonly #uids = new Map<string, string>();

  private constructor(
    readonly cluster: RunningCluster,
    readonly faults: FaultList,
  ) {
    const { url, caData } = cluster;
    const api = KubernetesApi.create({
      connection: ClusterConnection.create({
        access: {
          type: 'url',
          url,
          caData,
          token: 'reader-token',
          skipTLSVerify: false,
        },
      }),
    });
    this.objects = KubernetesObjects.create({
      apis: new Map([['hub', api]]),
      signal: new AbortController().signal,
    });
    this.served = ServedKinds.create({ objects: this.objects });
    const take = faults.take.bind(faults);
    jest.spyOn(faults, 'take').mockImplementation(request => {
      if (request.method) this.requests.push(`${request.path}`);
      return take(request);
    });
    this.put('argoproj.io/v1alpha1', 'Application', 'orders-prod', {
      namespace: 'argocd',
      spec: { project: 'default', destination: {}, source: { repoURL: 'x' } },
    });
  }

  get managed(): ManagedResources {
    return ManagedResources.create({
      clusters: [{ name: 'hub' }],
      engines: [this.engine],
      objects: this.objects,
    });
  }

  reader(timing: TreeReaderOptions['timing'] = {}): TreeReader {
    const { objects, served, managed, engine } = this;
    return TreeReader.create({
      engines: [engine],
      managed,
      objects,
      served,
      timing,
    });
  }

  /** Creates an object, or gives it another spec and status. Returns its uid. */
  put(
    apiVersion: string,
    kind: string,
    name: string,
    rest: {
      namespace?: string;
      spec?: object;
      status?: object;
      /** `Deployment orders`, which was put before. */
      owner?: [apiVersion: string, kind: string, name: string];
      more?: object;
    } = {},
  ): string {
    const { spec, status, owner, more } = rest;
    const at = { apiVersion, kind, namespace: rest.namespace ?? namespace };
    const { metadata } = this.cluster.objects.apply({
      ...more,
      apiVersion,
      kind,
      metadata: {
        name,
        namespace: at.namespace,
        ...(owner && {
          ownerReferences: [
            {
              apiVersion: owner[0],
              kind: owner[1],
              name: owner[2],
              uid: this.#uids.get(`${owner[1]} ${owner[2]}`),
            },
          ],
        }),
      },
      ...(spec && { spec }),
    });
    if (status) this.cluster.objects.setStatus({ ...at, name }, status);
    const uid = metadata.uid ?? '';
    this.#uids.set(`${kind} ${name}`, uid);
    return uid;
  }

  /** A Deployment with two pods, of which one crashes, and what else a shop has. */
  fill(): void {
    const deployment = ['apps/v1', 'Deployment', 'orders'] as const;
    const template = { spec: { containers: [{ name: 'app', image: 'a:2' }] } };
    const selector = { matchLabels: { app: 'orders' } };
    this.put(...deployment, {
      spec: { replicas: 2, selector, template },
      status: {
        observedGeneration: 1,
        replicas: 2,
        updatedReplicas: 2,
        readyReplicas: 1,
        availableReplicas: 1,
      },
    });
    for (const [name, replicas] of [
      ['orders-1', 0],
      ['orders-2', 2],
    ] as const) {
      this.put('apps/v1', 'ReplicaSet', name, {
        spec: { replicas, selector, template },
        status: { observedGeneration: 1, replicas, readyReplicas: 1 },
        owner: [...deployment],
      });
    }
    this.pod('orders-2-a', { ready: true, state: { running: {} } });
    this.pod('orders-2-b', {
      restartCount: 3,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
    this.put('v1', 'Pod', 'stranger', {
      spec: { containers: [{ name: 'app', image: 'b:1' }] },
      status: { phase: 'Running' },
    });
    this.put('v1', 'Service', 'orders', {
      spec: { type: 'ClusterIP', ports: [{ port: 80 }] },
    });
    this.put('v1', 'ConfigMap', 'orders-config', {
      more: { data: { greeting: 'hello-from-config' } },
    });
    this.put('v1', 'Secret', 'orders-db', {
      more: { data: { password: 'c2VjcmV0LXZhbHVl' } },
    });
  }

  pod(name: string, status: object, owner = 'orders-2'): void {
    this.put('v1', 'Pod', name, {
      spec: { nodeName: 'n', containers: [{ name: 'app', image: 'a:2' }] },
      status: {
        phase: 'Running',
        containerStatuses: [
          { name: 'app', ready: false, restartCount: 0, ...status },
        ],
      },
      owner: ['apps/v1', 'ReplicaSet', owner],
    });
  }

  event(about: string, options: { type: string; at: string; message: string }) {
    this.put('v1', 'Event', `${about}.${Date.parse(options.at)}`, {
      more: {
        involvedObject: {
          kind: 'Pod',
          namespace,
          name: about,
          uid: this.#uids.get(`Pod ${about}`),
        },
        type: options.type,
        reason: 'BackOff',
        message: options.message,
        lastTimestamp: options.at,
        count: 2,
      },
    });
  }

  /** What was asked meanwhile. */
  async requestsDuring(run: () => Promise<unknown>): Promise<string[]> {
    const before = this.requests.length;
    await run();
    return this.requests.slice(before);
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
  }
}
