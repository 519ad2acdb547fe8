import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';
import { recordAt, recordsAt, textAt } from './json';
import { RunningSandbox, startSandbox } from './startSandbox';

const applicationKind = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  namespace: 'argocd',
};

/** The first of five ports in a row that are free, below those that systems give away by themselves. */
async function findPorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all([0, 1, 2, 3, 4].map(n => isFree(first + n)));
    if (free.every(Boolean)) return first;
  }
}

async function isFree(port: number): Promise<boolean> {
  return new Promise(done => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ port, host: '127.0.0.1' }, () =>
      server.close(() => done(true)),
    );
  });
}

describe('startSandbox', () => {
  let dataDir: string;
  let port: number;
  let sandbox: RunningSandbox;
  const said: string[] = [];

  const start = async () => {
    sandbox = await startSandbox({
      dataDir,
      port,
      seed: true,
      say: message => said.push(message),
    });
  };

  beforeAll(async () => {
    port = await findPorts();
    dataDir = await mkdtemp(join(tmpdir(), 'fairlead-sandbox-'));
    await start();
  }, 60_000);

  afterAll(async () => {
    await sandbox.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const clusterOf = (name: string) => {
    const found = sandbox.clusters.find(each => each.name === name);
    if (!found) throw new Error(`there is no cluster ${name}`);
    return found.objects;
  };

  /** The Applications of a service by environment, wherever they are. */
  const statesOf = (service: string) =>
    Object.fromEntries(
      sandbox.clusters.flatMap(({ name, objects }) =>
        objects
          .list(applicationKind)
          .filter(({ metadata }) => metadata.name.startsWith(`${service}-`))
          .map(({ metadata, status }) => [
            metadata.name.slice(service.length + 1),
            {
              on: name,
              sync: textAt(status, 'sync', 'status'),
              health: textAt(status, 'health', 'status'),
              images: recordAt(status, 'summary').images,
            },
          ]),
      ),
    );

  const kustomization = (cluster: string, name: string) =>
    clusterOf(cluster).get({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      namespace: 'flux-system',
      name,
    });

  const until = async (what: string, holds: () => boolean) => {
    const deadline = Date.now() + 25_000;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error(`never: ${what}`);
      await new Promise(done => setTimeout(done, 50));
    }
  };

  const runs = (service: string, version: string) => ({
    sync: 'Synced',
    health: 'Healthy',
    images: [`ghcr.io/acme/${service}:${version}`],
  });

  it('has services in different situations', async () => {
    await until(
      'the drift is seen and the new version begins',
      () =>
        statesOf('notifications').staging.sync === 'OutOfSync' &&
        statesOf('notifications').staging.health === 'Healthy' &&
        statesOf('storefront').staging.sync === 'Synced' &&
        statesOf('storefront').staging.health === 'Progressing',
    );
    expect(statesOf('catalogue')).toEqual({
      dev: { on: 'nonprod', ...runs('catalogue', '3.3.0') },
      staging: { on: 'nonprod', ...runs('catalogue', '3.2.1') },
      'prod-eu': { on: 'prod-eu', ...runs('catalogue', '3.2.1') },
      'prod-us': { on: 'prod-us', ...runs('catalogue', '3.2.1') },
    });
    expect(statesOf('orders')).toMatchObject({
      dev: runs('orders', '1.6.0'),
      staging: runs('orders', '1.6.0'),
      'prod-eu': runs('orders', '1.4.2'),
      'prod-us': runs('orders', '1.4.2'),
    });
    expect(statesOf('payments')).toMatchObject({
      dev: { sync: 'Synced', health: 'Degraded' },
      staging: runs('payments', '2.9.2'),
      'prod-eu': runs('payments', '2.9.1'),
    });
    expect(statesOf('notifications')).toMatchObject({
      dev: runs('notifications', '0.8.1'),
      staging: {
        sync: 'OutOfSync',
        images: ['ghcr.io/acme/notifications:0.8.0'],
      },
      // Deployed to prod-us by the Argo CD of prod-eu.
      'prod-us': { on: 'prod-eu', ...runs('notifications', '0.8.1') },
    });
    expect(statesOf('storefront')).toMatchObject({
      dev: runs('storefront', '5.1.0'),
      staging: { sync: 'Synced', health: 'Progressing' },
      'prod-eu': runs('storefront', '5.0.0'),
    });
    expect(statesOf('search')).toMatchObject({
      staging: runs('search', '1.3.0'),
      'prod-eu-1': runs('search', '1.2.0'),
      'prod-eu-3': runs('search', '1.2.0'),
      'prod-us-2': runs('search', '1.2.0'),
    });
    expect(statesOf('cart')).toMatchObject({
      dev: runs('cart', '2.1.0'),
      'prod-us': runs('cart', '2.0.3'),
    });
    expect(statesOf('recommendations')).toMatchObject({
      dev: runs('recommendations', '1.9.0'),
      'prod-eu': runs('recommendations', '1.8.2'),
    });
    expect(statesOf('media')).toEqual({});
    expect(kustomization('prod-us', 'media-prod-us')).toMatchObject({
      metadata: { labels: { 'backstage.io/kubernetes-id': 'media' } },
      status: {
        conditions: expect.arrayContaining([
          expect.objectContaining({ type: 'Ready', status: 'True' }),
        ]),
      },
    });
    expect(
      recordsAt(
        kustomization('nonprod', 'media-staging'),
        'status',
        'inventory',
        'entries',
      ).map(({ id }) => id),
    ).toEqual(['staging_media__Service', 'staging_media_apps_Deployment']);
    expect(statesOf('reports')).toEqual({});
    expect(
      clusterOf('prod-eu').get({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'prod-eu',
        name: 'reports',
      }),
    ).toMatchObject({ status: { availableReplicas: 2 } });
    const remote = clusterOf('prod-us').get({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'prod-us',
      name: 'notifications',
    });
    expect(remote).toBeDefined();
  });

  it('has a canary that waits, after a good analysis, until somebody lets it go on', async () => {
    const rollout = () =>
      clusterOf('nonprod').get({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        namespace: 'staging',
        name: 'cart',
      });
    await until(
      'the canary waits',
      () => textAt(rollout(), 'status', 'message') === 'CanaryPauseStep',
    );
    expect(rollout()).toMatchObject({
      status: { phase: 'Paused', currentStepIndex: 3, updatedReplicas: 2 },
    });
    await until(
      'Argo CD says so',
      () => statesOf('cart').staging.health === 'Suspended',
    );
    expect(statesOf('cart').staging.images).toEqual([
      'ghcr.io/acme/cart:2.0.3',
      'ghcr.io/acme/cart:2.1.0',
    ]);
  }, 30_000);

  it('has a canary that waits at its gate until it is opened', async () => {
    const phase = () =>
      textAt(
        clusterOf('nonprod').get({
          apiVersion: 'flagger.app/v1beta1',
          kind: 'Canary',
          namespace: 'staging',
          name: 'recommendations',
        }),
        'status',
        'phase',
      );
    await until('the canary waits', () => phase() === 'WaitingPromotion');
    const gate = { namespace: 'staging', name: 'recommendations' };
    await request(sandbox.controlUrl)
      .post('/gates')
      .send({ ...gate, open: true })
      .expect(200, { open: [{ ...gate, kind: 'gate' }] });
    await until('it is promoted', () => phase() === 'Succeeded');
    await until(
      'Argo CD says so',
      () => statesOf('recommendations').staging.health === 'Healthy',
    );
    expect(statesOf('recommendations').staging.images).toEqual([
      'ghcr.io/acme/recommendations:1.9.0',
    ]);
  }, 30_000);

  it('has histories whose revisions are commits in Git that say so', async () => {
    const { status } = clusterOf('nonprod').get({
      ...applicationKind,
      name: 'orders-dev',
    }) ?? { status: undefined };
    const history = recordsAt(status, 'history');
    const tags = await Promise.all(
      history.map(async entry => {
        const text = await sandbox.forge.content.readFile({
          owner: 'acme',
          name: 'gitops',
          ref: textAt(entry, 'revision') ?? '',
          path: 'apps/orders/overlays/dev/kustomization.yaml',
        });
        return recordsAt(parse(text ?? ''), 'images')[0].newTag as unknown;
      }),
    );
    expect(tags).toEqual(['1.4.2', '1.5.0', '1.6.0']);
    const days = history.map(entry =>
      Math.round(
        (Date.now() - Date.parse(textAt(entry, 'deployedAt') ?? '')) /
          86_400_000,
      ),
    );
    expect(days).toEqual([...days].sort((a, b) => b - a));
    expect(days.at(-1)).toBe(2);
  });

  it('writes the config that a portal needs, and a kubeconfig', async () => {
    const config: unknown = parse(await readFile(sandbox.configFile, 'utf8'));
    const [github] = recordsAt(config, 'integrations', 'github');
    expect(github).toMatchObject({
      host: new URL(sandbox.forge.url).host,
      apiBaseUrl: `${sandbox.forge.url}/api/v3`,
    });
    await request(sandbox.forge.url)
      .get('/api/v3/user')
      .set('authorization', `token ${String(github.token)}`)
      .expect(200)
      .expect(({ body }) => expect(body.type).toBe('Bot'));
    const [locator] = recordsAt(config, 'kubernetes', 'clusterLocatorMethods');
    for (const cluster of recordsAt(locator, 'clusters')) {
      await request(String(cluster.url))
        .get('/apis/argoproj.io/v1alpha1/applications')
        .ca(Buffer.from(String(cluster.caData), 'base64').toString())
        .set('authorization', `Bearer ${String(cluster.serviceAccountToken)}`)
        .expect(200);
    }
    for (const { target } of recordsAt(config, 'catalog', 'locations')) {
      const path = new URL(String(target)).pathname.replace('/blob/', '/raw/');
      expect(path).toMatch(/^\/acme\/[\w-]+\/raw\/main\/catalog-info.yaml$/);
    }
    const kubeconfig: unknown = parse(
      await readFile(sandbox.kubeconfigFile, 'utf8'),
    );
    expect(recordsAt(kubeconfig, 'contexts').map(({ name }) => name)).toEqual([
      'nonprod',
      'prod-eu',
      'prod-us',
    ]);
  });

  describe('the control API', () => {
    const control = () => request(sandbox.controlUrl);

    it('adds and removes faults, and refuses what is none', async () => {
      const { body: added } = await control()
        .post('/faults')
        .send({ surface: 'forge', fault: { type: 'status', status: 503 } })
        .expect(201);
      await request(sandbox.forge.url).get('/api/v3/rate_limit').expect(503);
      await control()
        .get('/faults')
        .expect(200, { faults: [added] });
      await control().delete(`/faults/${added.id}`).expect(204);
      await request(sandbox.forge.url).get('/api/v3/rate_limit').expect(200);

      const refused = await control()
        .post('/faults')
        .send({ surface: 'cluster:nowhere', fault: { type: 'explode' } })
        .expect(400);
      expect(refused.body.error).toContain('surface');
    });

    it('breaks an image, so that who deploys it is degraded', async () => {
      await control()
        .post('/images')
        .send({ image: 'ghcr.io/acme/orders:1.5.0', broken: true })
        .expect(200);
      expect(await sandbox.images.stateOf('ghcr.io/acme/orders:1.5.0')).toBe(
        'crashes',
      );
      await control()
        .post('/images')
        .send({ image: 'ghcr.io/acme/orders:1.5.0', broken: false })
        .expect(200);
      expect(await sandbox.images.stateOf('ghcr.io/acme/orders:1.5.0')).toBe(
        'runs',
      );
      expect(await sandbox.images.stateOf('ghcr.io/acme/orders:9.9.9')).toBe(
        'missing',
      );
      await control().post('/images').send({ image: 7 }).expect(400);
    });

    it('says how an image does in metrics', async () => {
      const bad = { image: 'ghcr.io/acme/cart:2.1.0', verdict: 'bad' };
      await control()
        .post('/metrics')
        .send(bad)
        .expect(200, { steered: [bad] });
      await control()
        .get('/metrics')
        .expect(200, { steered: [bad] });
      await control()
        .post('/metrics')
        .send({ ...bad, verdict: 'good' })
        .expect(200, { steered: [] });
      await control()
        .post('/metrics')
        .send({ ...bad, verdict: 'superb' })
        .expect(400);
    });

    it('changes a Deployment by hand', async () => {
      const path = '/clusters/prod-us/deployments';
      const place = { namespace: 'prod-us', name: 'catalogue' };
      await control()
        .post(path)
        .send({ ...place, replicas: 7 })
        .expect(200);
      // This one heals itself.
      await until('it is healed', () => {
        const { spec } = clusterOf('prod-us').get({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          ...place,
        }) ?? { spec: undefined };
        return recordAt(spec).replicas === 3;
      });
      await control().post(path).send(place).expect(400);
      await control()
        .post('/clusters/nowhere/deployments')
        .send({ ...place, replicas: 1 })
        .expect(404);
      const { body } = await control()
        .post(path)
        .send({ ...place, name: 'nothing', replicas: 1 })
        .expect(404);
      expect(body.error).toContain('has no Deployment prod-us/nothing');
    });
  });

  it('finds everything again, and seeds once', async () => {
    const before = statesOf('orders');
    await sandbox.stop();
    said.length = 0;
    const begun = Date.now();
    await start();
    expect(Date.now() - begun).toBeLessThan(6_000);
    expect(said).toEqual([]);
    expect(statesOf('orders')).toEqual(before);
  });

  it('begins anew where seeding was cut off', async () => {
    const before = statesOf('orders');
    await sandbox.stop();
    await rm(join(dataDir, 'seeded'));
    said.length = 0;
    await start();
    expect(said).toEqual([
      'Writing the organisation and its history',
      'Letting the clusters settle on it',
    ]);
    expect(statesOf('orders')).toEqual(before);
  }, 60_000);

  it('plays the release workflow: a new version on main becomes a tag, and its image runs', async () => {
    const repository = { owner: 'acme', name: 'orders' };
    const text = await sandbox.forge.content.readFile({
      ...repository,
      ref: 'main',
      path: 'package.json',
    });
    await sandbox.forge.content.commitFiles({
      ...repository,
      branch: 'main',
      message: 'chore: version 1.7.0',
      author: { name: 'Ada', email: 'ada@acme.example' },
      files: {
        'package.json': (text ?? '').replace('1.6.0', '1.7.0'),
      },
    });
    const image = 'ghcr.io/acme/orders:1.7.0';
    const deadline = Date.now() + 5_000;
    while ((await sandbox.images.stateOf(image)) !== 'runs') {
      if (Date.now() > deadline) throw new Error('the tag never came');
      await new Promise(done => setTimeout(done, 20));
    }
    expect(
      await sandbox.forge.content.resolveRef({
        ...repository,
        ref: 'refs/tags/v1.7.0',
      }),
    ).toBe(
      await sandbox.forge.content.resolveRef({ ...repository, ref: 'main' }),
    );
  });
});
