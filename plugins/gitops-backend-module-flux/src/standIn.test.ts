import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { EngineActionId } from '@fairlead/backstage-plugin-gitops-node';
import { mappingContextOf } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { RunningSandbox, startSandbox } from '@fairlead/sandbox';
import { stringify } from 'yaml';
import { fluxEngine } from './FluxEngine';

jest.setTimeout(60_000);

const repository = { owner: 'acme', name: 'flux' };
const namespace = 'flux-system';
const kustomization = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace,
  name: 'shop',
};

const deployment = (tag: string) =>
  stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop', namespace: 'shop' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'shop' } },
      template: {
        metadata: { labels: { app: 'shop' } },
        spec: {
          containers: [{ name: 'shop', image: `ghcr.io/acme/shop:${tag}` }],
        },
      },
    },
  });

describe('what a Flux does that deploys from Git', () => {
  let dataDir: string;
  let sandbox: RunningSandbox;

  const cluster = () => sandbox.clusters[0].objects;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'fairlead-flux-module-'));
    sandbox = await startSandbox({ dataDir, port: 0 });
    const { content } = sandbox.forge;
    await content.createUser({
      login: 'acme',
      name: 'Acme',
      email: 'it@acme.example',
      type: 'Organization',
    });
    await content.createRepository(repository);
  });

  afterAll(async () => {
    await sandbox.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const commit = async (tag: string) => {
    const { sha } = await sandbox.forge.content.commitFiles({
      ...repository,
      branch: 'main',
      message: `Version ${tag}`,
      author: { name: 'Ada', email: 'ada@acme.example' },
      files: { 'shop/deployment.yaml': deployment(tag) },
    });
    return sha;
  };

  const read = (): TargetStatus => {
    const kinds = fluxEngine.references ?? [];
    const status = fluxEngine.map(
      cluster().get(kustomization),
      mappingContextOf({
        references: kinds,
        objects: kinds
          .filter(({ group }) => !group.startsWith('image.'))
          .flatMap(({ group, version, kind }) => {
            const served = kind !== 'ExternalArtifact';
            const apiVersion = `${group}/${version}`;
            return served ? cluster().list({ apiVersion, kind }) : [];
          }),
      }),
    );
    if (!status) throw new Error('It defines no target');
    return status;
  };

  /** Carries out an action as the backend does. */
  const act = (action: EngineActionId) => {
    const patches = fluxEngine.prepareAction(action, {
      object: cluster().get(kustomization),
      user: 'user:default/ada',
      now: new Date(),
    });
    for (const { body, ...ref } of patches) cluster().mergePatch(ref, body);
  };

  const until = async (holds: (status: TargetStatus) => boolean) => {
    const seen: string[] = [];
    const deadline = Date.now() + 30_000;
    for (;;) {
      const status = read();
      const said = `${status.sync.status} ${status.health.status}`;
      if (seen.at(-1) !== said) seen.push(said);
      if (holds(status)) return { status, seen };
      if (Date.now() > deadline) {
        throw new Error(`It never came to it: ${JSON.stringify(status)}`);
      }
      await new Promise(done => setTimeout(done, 20));
    }
  };
  const isWell = ({ sync, health, operation }: TargetStatus) =>
    sync.status === 'Synced' &&
    health.status === 'Healthy' &&
    operation?.phase === 'Succeeded';

  it('is read as it is, from the first commit to one that is suspended', async () => {
    for (const name of [namespace, 'shop']) {
      cluster().apply({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
    }
    const first = await commit('1.0.0');
    cluster().apply({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'gitops', namespace },
      spec: {
        interval: '10m',
        url: `${sandbox.forge.url}/acme/flux.git`,
        ref: { branch: 'main' },
      },
    });
    const { apiVersion, kind, name } = kustomization;
    cluster().apply({
      apiVersion,
      kind,
      metadata: { name, namespace },
      spec: {
        interval: '10m',
        path: './shop',
        prune: true,
        wait: true,
        sourceRef: { kind: 'GitRepository', name: 'gitops' },
      },
    });
    const installed = await until(isWell);
    expect(installed.status).toMatchObject({
      sources: [{ targetRevision: 'main', path: 'shop' }],
      revisions: { desired: [first], live: [first] },
      version: { images: [{ name: 'ghcr.io/acme/shop', tag: '1.0.0' }] },
      conditions: [],
      resourceCount: 1,
      actions: ['sync', 'refresh', 'suspend'],
    });

    act('suspend');
    const second = await commit('1.1.0');
    await until(({ revisions }) => revisions.desired[0] === second);
    expect(read()).toMatchObject({
      suspended: true,
      sync: { status: 'OutOfSync' },
      health: { status: 'Suspended' },
      revisions: { desired: [second], live: [first] },
      version: { images: [{ tag: '1.0.0' }] },
      actions: ['resume'],
    });

    act('resume');
    const upgraded = await until(
      status => isWell(status) && status.revisions.live[0] === second,
    );
    expect(upgraded.seen).toContain('Synced Progressing');
    expect(upgraded.status).toMatchObject({
      version: { images: [{ tag: '1.1.0' }] },
      history: [{ revisions: [second] }, { revisions: [first] }],
    });
    expect(upgraded.status.stale).toBeUndefined();
    act('sync');
    expect(read().stale).toMatch(/requested/);
    await until(({ stale }) => stale === undefined);
  });
});
