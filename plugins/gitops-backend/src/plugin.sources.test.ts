import { JsonObject } from '@backstage/types';
import { RunningArgoCdApi, startArgoCdApi } from '@fairlead/sandbox';
import {
  deployedComponent,
  serviceFiles,
} from './__testUtils__/portal/services';
import { TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld, tokens } from './__testUtils__/portal/TestWorld';

jest.setTimeout(60_000);

const versions = { dev: '1.1.0', staging: '1.0.0' };
const application = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  namespace: 'argocd',
};

/** The ways in which Applications are read. All of them must be able to do the same. */
const sources = ['the Kubernetes API', 'the API of Argo CD'] as const;

describe.each(sources)('Applications by %s', source => {
  let world: TestWorld;
  let api: RunningArgoCdApi;
  let portal: TestPortal;
  let dev: string;

  const ofArgoCd = source === 'the API of Argo CD';
  const objects = () => world.clusters.nonprod.objects;

  function clusterConfig(token: string): JsonObject {
    const { name, url, caData } = world.clusters.nonprod;
    return ofArgoCd
      ? { name, argocd: { url: api.url, token } }
      : { name, url, caData, token };
  }
  const startPortal = (token: string = tokens.writer) =>
    TestPortal.start(world, {
      entities: [deployedComponent('orders')],
      gitops: { clusters: [clusterConfig(token)] },
    });
  const endWatches = () => {
    if (ofArgoCd) api.endStreams();
    else {
      world.faults.add({
        surface: 'cluster:nonprod',
        fault: { type: 'end-watches' },
      });
    }
  };
  const deploy = (environment: 'dev' | 'staging', health?: 'Degraded') =>
    world.deploy({
      service: 'orders',
      environment,
      version: versions[environment],
      ...(health && { health }),
    });
  /** Resolves when the targets in each environment are of these healths. */
  const showing = async (healths: string[], staging: string[] = []) =>
    portal.service('orders', ({ environments }) => {
      const shown = environments
        .slice(0, 2)
        .map(({ targets }) => targets.map(each => each.status.health.status));
      return JSON.stringify(shown) === JSON.stringify([healths, staging]);
    });

  beforeAll(async () => {
    world = await TestWorld.start(serviceFiles('orders', versions));
    api = await startArgoCdApi({
      objects: objects(),
      token: tokens.writer,
      account: 'portal',
    });
    dev = await deploy('dev');
    portal = await startPortal();
  });

  afterAll(async () => {
    await portal?.stop();
    await api?.stop();
    await world?.end();
  });

  it('are listed and followed', async () => {
    const { environments } = await showing(['Healthy']);
    expect(environments[0].targets[0]).toMatchObject({
      id: dev,
      environment: 'dev',
      status: {
        engine: 'argocd',
        object: { cluster: 'nonprod', kind: 'Application' },
        sync: { status: 'Synced' },
        history: [{ id: '1' }],
      },
    });
    await deploy('dev', 'Degraded');
    await showing(['Degraded']);
  });

  it('are followed further when the connection ends, also what has gone meanwhile', async () => {
    await deploy('staging');
    endWatches();
    await showing(['Degraded'], ['Healthy']);
    endWatches();
    objects().delete({ ...application, name: 'orders-staging' });
    const { problems } = await showing(['Degraded']);
    expect(problems).toEqual([]);
  });

  it('are synced and compared again, by whom is noted', async () => {
    expect(await portal.ada.syncTarget(dev)).toEqual({
      message: 'Argo CD was asked to sync orders-dev.',
    });
    expect(objects().get({ ...application, name: 'orders-dev' })).toMatchObject(
      {
        operation: {
          initiatedBy: {
            username: ofArgoCd ? 'portal' : 'user:default/ada',
          },
          info: [{ name: 'Reason', value: 'Sync requested in Fairlead' }],
          sync: { prune: false },
        },
      },
    );
    expect(await portal.ada.refreshTarget(dev)).toEqual({
      message: 'Argo CD was asked to compare orders-dev with Git again.',
    });
    expect(
      objects().get({ ...application, name: 'orders-dev' })?.metadata
        .annotations,
    ).toMatchObject({ 'argocd.argoproj.io/refresh': 'normal' });
  });

  it('are not read without the right credentials, and it says so', async () => {
    const stranger = await startPortal('nobody');
    const { problems } = await stranger.service(
      'orders',
      found => found.problems.length > 0,
    );
    expect(problems).toMatchObject([
      { cluster: 'nonprod', fault: 'credentials' },
    ]);
    await stranger.stop();
  });
});
