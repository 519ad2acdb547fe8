import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../../clusters';
import { ImageState, KubeObject } from '../../contracts';
import { FaultList } from '../../faults/FaultList';
import { startForge } from '../../forge';
import { JsonRecord, recordAt, recordsAt } from '../../json';
import { startWorkloads } from '../../workloads';
import { hurriedWorkloads } from '../../workloads/timings';
import { FluxController } from '../FluxController';
import { FluxTimings, hurriedFlux } from '../timings';

const repository = { owner: 'acme', name: 'gitops' };
const namespace = 'flux-system';

const kinds = {
  GitRepository: 'source.toolkit.fluxcd.io/v1',
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
  HelmRelease: 'helm.toolkit.fluxcd.io/v2',
  HelmChart: 'source.toolkit.fluxcd.io/v1',
};
type Kind = keyof typeof kinds;

/** A forge with `acme/gitops`, and a cluster with workloads, Flux and the GitRepository `gitops`. */
export type TestFlux = Awaited<ReturnType<typeof startTestFlux>>;

export async function startTestFlux(timings: Partial<FluxTimings> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'fairlead-flux-'));
  const faults = FaultList.create();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const images = new Map<string, ImageState>();
  const forge = await startForge({ dataDir, port: 0, faults });
  await forge.content.createUser({
    login: 'acme',
    name: 'Acme',
    email: 'it@acme.example',
    type: 'Organization',
  });
  await forge.content.createRepository(repository);
  const cluster = await startCluster({
    name: 'home',
    port: 0,
    faults,
    tokens: [],
  });
  const { objects } = cluster;
  for (const name of [namespace, 'shop']) {
    objects.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  const workloads = startWorkloads({
    objects,
    images: { stateOf: async image => images.get(image) ?? 'runs' },
    onError,
    timings: hurriedWorkloads,
  });
  const flux = FluxController.start({
    objects,
    forge: forge.content,
    timings: { ...hurriedFlux, ...timings },
    onError,
  });
  const refOf = (kind: Kind, name: string) => ({
    apiVersion: kinds[kind],
    kind,
    namespace,
    name,
  });
  const read = (kind: Kind, name: string) => objects.get(refOf(kind, name));
  const create = (kind: Kind, name: string, spec: JsonRecord) =>
    objects.apply({
      apiVersion: kinds[kind],
      kind,
      metadata: { name, namespace },
      spec,
    });

  return {
    objects,
    images,
    read,
    create,
    /** The GitRepository that everything is taken from. */
    follow(spec: JsonRecord = {}) {
      create('GitRepository', 'gitops', {
        interval: '1h',
        url: `${forge.url}/acme/gitops.git`,
        ref: { branch: 'main' },
        ...spec,
      });
    },
    /** A Kustomization of the folder that has its name. */
    kustomize(name: string, spec: JsonRecord = {}) {
      create('Kustomization', name, {
        interval: '1h',
        path: `./${name}`,
        prune: true,
        wait: true,
        timeout: '10m',
        targetNamespace: 'shop',
        sourceRef: { kind: 'GitRepository', name: 'gitops' },
        ...spec,
      });
    },
    patch(kind: Kind, name: string, patch: object) {
      objects.mergePatch(refOf(kind, name), patch);
    },
    /** Asks for a look, and returns with what. */
    request(kind: Kind, name: string, more: JsonRecord = {}): string {
      const requestedAt = `${Date.now()}-${name}`;
      const annotations = {
        'reconcile.fluxcd.io/requestedAt': requestedAt,
        ...more,
      };
      objects.mergePatch(refOf(kind, name), { metadata: { annotations } });
      return requestedAt;
    },
    remove(kind: Kind, name: string) {
      objects.delete(refOf(kind, name));
    },
    async commit(files: Record<string, string | null>): Promise<string> {
      const { sha } = await forge.content.commitFiles({
        ...repository,
        branch: 'main',
        message: 'Change',
        author: { name: 'Ada', email: 'ada@acme.example' },
        files,
      });
      return sha;
    },
    workload(name: string, kind = 'Deployment') {
      const apiVersion = kind === 'Deployment' ? 'apps/v1' : 'v1';
      return objects.get({ apiVersion, kind, namespace: 'shop', name });
    },
    /** What `Reason Status` the condition Ready has had, each once in a row. */
    record(kind: Kind, name: string): string[] {
      const seen: string[] = [];
      objects.watch({ apiVersion: kinds[kind], kind }, ({ object }) => {
        const said = sayOf(object, 'Ready');
        if (object.metadata.name === name && said && said !== seen.at(-1)) {
          seen.push(said);
        }
      });
      return seen;
    },
    /** Waits until an object is in a state, and gives it. */
    async until(
      kind: Kind,
      name: string,
      holds: (object: KubeObject) => boolean,
    ): Promise<KubeObject> {
      const deadline = Date.now() + 5_000;
      for (;;) {
        const object = read(kind, name);
        if (object && holds(object)) return object;
        if (Date.now() > deadline) {
          throw new Error(
            `${kind} ${name} never came to it: ${JSON.stringify(object?.status, null, 2)} ${errors.join()}`,
          );
        }
        await new Promise(done => setTimeout(done, 5));
      }
    },
    async untilTrue(what: string, holds: () => boolean) {
      const deadline = Date.now() + 5_000;
      while (!holds()) {
        if (Date.now() > deadline) throw new Error(`never: ${what}`);
        await new Promise(done => setTimeout(done, 5));
      }
    },
    /** Throws the first thing that went wrong unseen. */
    async stop() {
      await flux.stop();
      await workloads.stop();
      await cluster.stop();
      await forge.stop();
      await rm(dataDir, { recursive: true, force: true });
      if (errors.length > 0) throw errors[0];
    },
  };
}

/** `ReconciliationSucceeded True`; empty when it says nothing. */
export function sayOf(object: KubeObject | undefined, type: string): string {
  const condition = recordsAt(object, 'status', 'conditions').find(
    each => each.type === type,
  );
  return condition ? `${condition.reason} ${condition.status}` : '';
}

export function messageOf(object: KubeObject | undefined, type: string) {
  const condition = recordsAt(object, 'status', 'conditions').find(
    each => each.type === type,
  );
  return recordAt({ condition }, 'condition').message;
}
