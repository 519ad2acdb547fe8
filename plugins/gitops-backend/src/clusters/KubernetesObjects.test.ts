import http from 'node:http';
import { AddressInfo } from 'node:net';
import { waitFor } from './__testUtils__/waitFor';
import { ClusterConnection } from './ClusterConnection';
import { KubernetesApi } from './KubernetesApi';
import { KubernetesObjects } from './KubernetesObjects';

const limits = { signal: new AbortController().signal, timeoutMs: 2_000 };

describe('KubernetesObjects', () => {
  let server: http.Server;
  let objects: KubernetesObjects;
  const asked: Array<{ url: URL; accept?: string }> = [];
  let answer: { status: number; body: string } = { status: 200, body: '{}' };

  beforeAll(async () => {
    server = http
      .createServer(({ url = '', headers: { accept } }, response) => {
        asked.push({
          url: new URL(url, 'http://x'),
          ...(accept && { accept }),
        });
        response.writeHead(answer.status).end(answer.body);
      })
      .listen(0, '127.0.0.1');
    await waitFor(() => server.listening);
    const { port } = server.address() as AddressInfo;
    const connection = ClusterConnection.create({
      access: {
        type: 'url',
        url: `http://127.0.0.1:${port}`,
        skipTLSVerify: false,
      },
    });
    objects = KubernetesObjects.create({
      apis: new Map([['hub', KubernetesApi.create({ connection })]]),
      signal: new AbortController().signal,
    });
  });

  beforeEach(() => {
    asked.length = 0;
  });

  afterAll(() => {
    server.close();
  });

  it('reads logs as they are, and only their end', async () => {
    answer = { status: 200, body: '{"level":"error"}\nand plain\n' };
    const log = await objects.log({
      cluster: 'hub',
      namespace: 'orders',
      pod: 'orders-1',
      container: 'app',
      previous: true,
      tailLines: 50,
      limitBytes: 1_000,
      ...limits,
    });
    expect(log).toBe('{"level":"error"}\nand plain\n');
    const [{ url, accept }] = asked;
    expect(`${url.pathname}${url.search}`).toBe(
      '/api/v1/namespaces/orders/pods/orders-1/log?container=app&tailLines=50&limitBytes=1000&previous=true',
    );
    expect(accept).toBe('*/*');
  });

  it('lists a page, as metadata where no more is wanted', async () => {
    answer = {
      status: 200,
      body: JSON.stringify({ metadata: { continue: 'c' }, items: [{ n: 1 }] }),
    };
    const list = {
      cluster: 'hub',
      apiVersion: 'v1',
      plural: 'secrets',
      ...limits,
    };
    expect(
      await objects.list({
        ...list,
        namespace: 'orders',
        limit: 5,
        fieldSelector: 'metadata.name=a',
        metadataOnly: true,
      }),
    ).toEqual({ items: [{ n: 1 }], continue: 'c' });
    expect(asked[0].accept).toContain('PartialObjectMetadataList');
    expect(asked[0].url.search).toBe(
      '?limit=5&fieldSelector=metadata.name%3Da',
    );
    answer = { status: 200, body: '{"items":null}' };
    expect(await objects.list({ ...list, limit: 5 })).toEqual({ items: [] });
  });

  it('tells what is served, without the parts of objects', async () => {
    const entry = (name: string) => ({
      name,
      kind: 'Deployment',
      namespaced: true,
    });
    answer = {
      status: 200,
      body: JSON.stringify({
        resources: [entry('deployments'), entry('deployments/scale')],
      }),
    };
    expect(
      await objects.served({
        cluster: 'hub',
        apiVersion: 'apps/v1',
        ...limits,
      }),
    ).toEqual([
      { plural: 'deployments', kind: 'Deployment', namespaced: true },
    ]);
    expect(asked[0].url.pathname).toBe('/apis/apps/v1');
  });

  it('says which cluster refused what', async () => {
    answer = { status: 403, body: '{"message":"pods is forbidden"}' };
    await expect(
      objects.list({
        cluster: 'hub',
        apiVersion: 'v1',
        plural: 'pods',
        namespace: 'orders',
        limit: 1,
        ...limits,
      }),
    ).rejects.toThrow(
      'The cluster hub refused to list pods in orders: pods is forbidden',
    );
    await expect(
      objects.served({ cluster: 'other', apiVersion: 'v1', ...limits }),
    ).rejects.toThrow('There is no cluster "other" in the portal\'s config');
  });

  it('stops when the caller has had enough', async () => {
    const gone = AbortSignal.abort();
    await expect(
      objects.served({
        cluster: 'hub',
        apiVersion: 'v1',
        timeoutMs: 2_000,
        signal: gone,
      }),
    ).rejects.toThrow(/could not be asked/);
    expect(asked).toEqual([]);
  });
});
