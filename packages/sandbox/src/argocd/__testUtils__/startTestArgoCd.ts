import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { RunningCluster, startCluster } from '../../clusters';
import { ImageState, KubeObject } from '../../contracts';
import { FaultList } from '../../faults/FaultList';
import { RunningForge, startForge } from '../../forge';
import { startWorkloads } from '../../workloads';
import { hurriedWorkloads } from '../../workloads/timings';
import { Application, applicationSchema } from '../Application';
import { ArgoCdController } from '../controller/ArgoCdController';
import { ArgoCdTimings, hurriedTimings } from '../controller/timings';

const repository = { owner: 'acme', name: 'gitops' };
const applicationKind = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  namespace: 'argocd',
};

/** A forge with `acme/gitops`, and the clusters `home` and `away`, both with workloads; Argo CD runs on `home`. */
export type TestArgoCd = Awaited<ReturnType<typeof startTestArgoCd>>;

export async function startTestArgoCd() {
  const dataDir = await mkdtemp(join(tmpdir(), 'fairlead-argocd-'));
  const faults = FaultList.create();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const images = new Map<string, ImageState>();
  const forge: RunningForge = await startForge({ dataDir, port: 0, faults });
  await forge.content.createUser({
    login: 'acme',
    name: 'Acme',
    email: 'it@acme.example',
    type: 'Organization',
  });
  await forge.content.createRepository(repository);
  const clusters: RunningCluster[] = await Promise.all(
    ['home', 'away'].map(name =>
      startCluster({ name, port: 0, faults, tokens: [] }),
    ),
  );
  const [home, away] = clusters.map(({ objects }) => objects);
  home.apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'argocd' },
  });
  const workloads = clusters.map(({ objects }) =>
    startWorkloads({
      objects,
      images: { stateOf: async image => images.get(image) ?? 'runs' },
      onError,
      timings: hurriedWorkloads,
    }),
  );
  let argoCd: ArgoCdController | undefined;
  const repoURL = `${forge.url}/acme/gitops.git`;

  return {
    home,
    away,
    images,
    forge,
    repoURL,
    start(timings: Partial<ArgoCdTimings> = {}) {
      argoCd = ArgoCdController.start({
        home,
        others: [away],
        forge: forge.content,
        timings: { ...hurriedTimings, ...timings },
        onError,
      });
    },
    async stopController() {
      await argoCd?.stop();
      argoCd = undefined;
    },
    /** Throws the first thing that went wrong unseen. */
    async stop() {
      await argoCd?.stop();
      await Promise.all(workloads.map(each => each.stop()));
      await Promise.all(clusters.map(each => each.stop()));
      await forge.stop();
      await rm(dataDir, { recursive: true, force: true });
      if (errors.length > 0) throw errors[0];
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
    /** Creates an Application of the folder that has its name. */
    deploy(
      name: string,
      options: {
        automated?: Record<string, boolean>;
        spec?: Record<string, unknown>;
        metadata?: Partial<KubeObject['metadata']>;
      } = {},
    ) {
      home.apply(aManifest({ name, repoURL, ...options }));
    },
    read(name: string): Application {
      return applicationSchema.parse(home.get({ ...applicationKind, name }));
    },
    exists(name: string): boolean {
      return home.get({ ...applicationKind, name }) !== undefined;
    },
    patch(name: string, patch: object) {
      home.mergePatch({ ...applicationKind, name }, patch);
    },
    deployment(name: string, cluster = home) {
      return cluster.get({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'dev',
        name,
      });
    },
    /** Waits until an Application is in a state, and gives it. */
    async until(
      name: string,
      holds: (application: Application) => boolean,
    ): Promise<Application> {
      const deadline = Date.now() + 5_000;
      for (;;) {
        const object = home.get({ ...applicationKind, name });
        const application = object && applicationSchema.parse(object);
        if (application && holds(application)) return application;
        if (Date.now() > deadline) {
          throw new Error(
            `${name} never came to it: ${JSON.stringify(application?.status, null, 2)}`,
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
  };
}

/** The manifest of an Application of the folder that has its name. */
export function aManifest(options: {
  name: string;
  repoURL: string;
  automated?: Record<string, boolean>;
  spec?: Record<string, unknown>;
  metadata?: Partial<KubeObject['metadata']>;
}): KubeObject {
  const { name, repoURL, automated, spec, metadata } = options;
  return {
    apiVersion: applicationKind.apiVersion,
    kind: applicationKind.kind,
    metadata: { name, namespace: applicationKind.namespace, ...metadata },
    spec: {
      project: 'default',
      source: { repoURL, path: name, targetRevision: 'main' },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: 'dev',
      },
      syncPolicy: {
        ...(automated && { automated }),
        syncOptions: ['CreateNamespace=true'],
      },
      ...spec,
    },
  };
}

/** The manifest of a Deployment. */
export function aDeployment(
  name: string,
  options: { tag?: string; spec?: Record<string, unknown> } = {},
): string {
  return stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            { name, image: `ghcr.io/acme/${name}:${options.tag ?? '1.0.0'}` },
          ],
        },
      },
      ...options.spec,
    },
  });
}

/** The manifest of a ConfigMap. */
export function aConfigMap(name: string, data: Record<string, string> = {}) {
  return stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data,
  });
}
