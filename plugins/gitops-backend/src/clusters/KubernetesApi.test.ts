import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import http, { IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultList, RunningCluster, startCluster } from '@fairlead/sandbox';
import { ClusterAccess } from '../config/clusters';
import { waitFor } from './__testUtils__/waitFor';
import { ClusterConnection } from './ClusterConnection';
import { KubernetesApi } from './KubernetesApi';
import { readFailureOf } from './readFailure';

const signal = new AbortController().signal;

function apiOf(access: ClusterAccess) {
  return KubernetesApi.create({
    connection: ClusterConnection.create({ access }),
  });
}

function failureOf(promise: Promise<unknown>) {
  return promise.then(
    () => undefined,
    error => readFailureOf(error),
  );
}

describe('KubernetesApi, with servers that misbehave', () => {
  let server: http.Server;

  async function serve(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ) {
    server = http.createServer(answer).listen(0, '127.0.0.1');
    await waitFor(() => server.listening);
    const { port } = server.address() as AddressInfo;
    return apiOf({
      type: 'url',
      url: `http://127.0.0.1:${port}`,
      skipTLSVerify: false,
    });
  }

  async function watched(
    api: KubernetesApi,
    options: { idleMs: number; timeoutMs?: number },
  ) {
    const events: unknown[] = [];
    let opened = false;
    const end = await failureOf(
      (async () => {
        for await (const event of api.watch({
          path: '/x',
          signal,
          timeoutMs: 2000,
          onOpen: () => {
            opened = true;
          },
          ...options,
        })) {
          events.push(event);
        }
      })(),
    );
    return { events, opened, end };
  }

  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
  });

  it('puts events together from pieces', async () => {
    const text = 'ü'.repeat(70_000);
    const lines = Buffer.from(
      `${JSON.stringify({ text })}\n\n{"n":2}\n{"n":3}\n{"cut`,
    );
    const api = await serve((_, response) => {
      // In the middle of a character.
      response.write(lines.subarray(0, 60_001));
      response.write(lines.subarray(60_001, 140_000));
      response.end(lines.subarray(140_000));
    });
    expect(await watched(api, { idleMs: 2000 })).toEqual({
      events: [{ text }, { n: 2 }, { n: 3 }],
      opened: true,
      end: undefined,
    });
  });

  it('leaves a watch that has fallen silent', async () => {
    const api = await serve((_, response) => {
      response.write('{"n":1}\n');
    });
    expect(await watched(api, { idleMs: 100 })).toEqual({
      events: [{ n: 1 }],
      opened: true,
      end: { kind: 'silent', message: 'No answer for 0 seconds' },
    });
  });

  it('leaves a watch that is never accepted, and an answer that never ends', async () => {
    const api = await serve((request, response) => {
      if (request.url?.startsWith('/begins')) response.write('{');
    });
    expect(
      await watched(api, { idleMs: 60_000, timeoutMs: 100 }),
    ).toMatchObject({ opened: false, end: { kind: 'silent' } });
    expect(
      await failureOf(api.json({ path: '/begins', signal, timeoutMs: 100 })),
    ).toMatchObject({ kind: 'silent' });
  });

  it('tells a broken connection from one that ended', async () => {
    const api = await serve((_, response) => {
      response.write('{"n":1}\n', () => response.destroy());
    });
    expect(await watched(api, { idleMs: 2000 })).toMatchObject({
      events: [{ n: 1 }],
      end: { kind: 'cut' },
    });
  });

  it('closes the connection when the caller has had enough', async () => {
    let closed = false;
    const api = await serve((request, response) => {
      request.on('close', () => {
        closed = true;
      });
      response.write('{"n":1}\n');
    });
    for await (const event of api.watch({
      path: '/x',
      signal,
      timeoutMs: 2000,
      idleMs: 2000,
      onOpen: () => {},
    })) {
      expect(event).toEqual({ n: 1 });
      break;
    }
    await waitFor(() => closed);
  });

  it.each([
    [200, {}, '<html>', 'not-kubernetes'],
    [302, {}, '', 'not-kubernetes'],
    [429, { 'retry-after': '7' }, '', 'busy'],
    [500, {}, '{"message":"etcd is away"}', 'server'],
    [504, {}, '{"message":"Too large resource version: 9"}', 'expired'],
    [410, {}, '{"reason":"Expired"}', 'expired'],
    [403, {}, '{"message":"no"}', 'forbidden'],
  ])('understands %s %j %s', async (status, headers, body, kind) => {
    const api = await serve((_, response) => {
      response.writeHead(status, headers).end(body);
    });
    expect(
      await failureOf(api.json({ path: '/x', signal, timeoutMs: 2000 })),
    ).toMatchObject({ kind, ...(status === 429 && { retryAfterMs: 7000 }) });
  });
});

describe('KubernetesApi, and its connections', () => {
  const directory = mkdtempSync(join(tmpdir(), 'connections-'));
  const tokenFile = join(directory, 'token');
  let server: http.Server;
  let api: KubernetesApi;
  let connections = 0;
  const asked: string[] = [];
  const quick = { path: '/x', signal, timeoutMs: 2000 };

  beforeAll(async () => {
    writeFileSync(tokenFile, 'first');
    server = http
      .createServer((request, response) => {
        asked.push(`${request.method} ${request.headers.authorization}`);
        if (request.url?.startsWith('/hangs')) return;
        if (request.url?.includes('watch')) response.write('{"n":1}\n');
        else response.end('{}');
      })
      .listen(0, '127.0.0.1');
    server.on('connection', () => {
      connections += 1;
    });
    await waitFor(() => server.listening);
  });

  beforeEach(() => {
    const { port } = server.address() as AddressInfo;
    api = apiOf({
      type: 'url',
      url: `http://127.0.0.1:${port}`,
      tokenFile,
      skipTLSVerify: false,
    });
    connections = 0;
    asked.length = 0;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true });
  });

  it('reads over one connection, also when the token was rotated', async () => {
    await api.json(quick);
    writeFileSync(tokenFile, 'second token');
    utimesSync(tokenFile, 1, 1);
    await api.json(quick);
    expect(connections).toBe(1);
    expect(asked).toEqual(['GET Bearer first', 'GET Bearer second token']);
  });

  it('watches and changes over connections of their own, which keep no reads waiting', async () => {
    await api.json(quick);
    const watches = [1, 2, 3].map(() =>
      api.watch({ ...quick, idleMs: 2000, onOpen: () => {} }),
    );
    for (const watch of watches) await watch.next();
    await api.json(quick);
    expect(connections).toBe(4);
    await api.json({ ...quick, method: 'PATCH', body: {} });
    expect(connections).toBe(5);
    await Promise.all(watches.map(watch => watch.return(undefined)));
  });

  it('does not mind that an idle connection was closed meanwhile', async () => {
    await api.json(quick);
    server.closeIdleConnections();
    expect(await api.json(quick)).toEqual({});
    expect(connections).toBe(2);
  });

  it('leaves no connection open at the end', async () => {
    const end = new AbortController();
    const { port } = server.address() as AddressInfo;
    const connection = ClusterConnection.create({
      access: {
        type: 'url',
        url: `http://127.0.0.1:${port}`,
        skipTLSVerify: false,
      },
    });
    const ending = KubernetesApi.create({ connection, until: end.signal });
    const open = () =>
      new Promise<number>((resolve, reject) => {
        server.getConnections((error, count) =>
          error ? reject(error) : resolve(count),
        );
      });
    const before = await open();
    await ending.json(quick);
    expect(await open()).toBe(before + 1);
    end.abort();
    await waitFor(async () => (await open()) <= before);
    await ending.json(quick);
    await waitFor(async () => (await open()) <= before);
  });

  it('takes no idle connection after a silence', async () => {
    await Promise.all([api.json(quick), api.json(quick)]);
    await failureOf(api.json({ ...quick, path: '/hangs', timeoutMs: 50 }));
    await api.json(quick);
    expect(connections).toBe(3);
  });
});

describe('KubernetesApi, by ways into a cluster', () => {
  let cluster: RunningCluster;
  const directory = mkdtempSync(join(tmpdir(), 'access-'));

  const file = (name: string, content: string) => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };
  const ask = (access: ClusterAccess) => {
    const asked = apiOf(access).json({
      path: '/api/v1/namespaces',
      signal,
      timeoutMs: 5000,
    });
    return asked.then(
      () => 'answered',
      error => readFailureOf(error),
    );
  };
  const direct = (
    rest: Partial<Extract<ClusterAccess, { type: 'url' }>> = {},
  ): ClusterAccess => ({
    type: 'url',
    url: cluster.url,
    token: 'good',
    caData: cluster.caData,
    skipTLSVerify: false,
    ...rest,
  });
  const kubeconfig = (token: string) =>
    file(
      'kubeconfig',
      JSON.stringify({
        clusters: [
          {
            name: 'c',
            cluster: {
              server: cluster.url,
              'certificate-authority-data': cluster.caData,
            },
          },
        ],
        users: [{ name: 'u', user: { token } }],
        contexts: [{ name: 'kind', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'other',
      }),
    );

  beforeAll(async () => {
    cluster = await startCluster({
      name: 'one',
      port: 0,
      faults: FaultList.create(),
      tokens: [{ token: 'good', role: 'reader', user: 'reader' }],
      crds: [],
    });
  });

  afterAll(async () => {
    await cluster.stop();
    rmSync(directory, { recursive: true });
  });

  it('uses a token and a certificate authority, from config or from files', async () => {
    expect(await ask(direct())).toBe('answered');
    expect(
      await ask(
        direct({
          token: undefined,
          tokenFile: file('token', 'good\n'),
          caData: undefined,
          caFile: file(
            'ca',
            Buffer.from(cluster.caData, 'base64').toString('utf8'),
          ),
        }),
      ),
    ).toBe('answered');
    expect(await ask(direct({ token: 'bad' }))).toMatchObject({
      kind: 'unauthorized',
    });
  });

  it('trusts nobody without a reason, and only the one cluster that it is told to', async () => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    const trusting = direct({ caData: undefined, skipTLSVerify: true });
    expect(await ask(trusting)).toBe('answered');
    expect(await ask(direct({ caData: undefined }))).toMatchObject({
      kind: 'tls',
    });
    expect(process.env.NODE_TLS_REJECT_UNAUTHORIZED).toBe(before);
  });

  it('uses a context of a kubeconfig, and reads it again when it was rewritten', async () => {
    const access: ClusterAccess = {
      type: 'kubeconfig',
      file: kubeconfig('bad'),
      context: 'kind',
    };
    const api = apiOf(access);
    const request = { path: '/api/v1/namespaces', signal, timeoutMs: 5000 };
    expect(await failureOf(api.json(request))).toMatchObject({
      kind: 'unauthorized',
    });
    kubeconfig('good');
    expect(await api.json(request)).toMatchObject({ kind: 'NamespaceList' });
  });

  it.each<[string, Partial<Extract<ClusterAccess, { type: 'url' }>>, string]>([
    ['nobody listens', { url: 'https://127.0.0.1:1' }, 'refused'],
    ['no such host', { url: 'https://nowhere.invalid' }, 'unknown-host'],
    ['no such file', { caFile: '/nowhere/ca' }, 'config'],
    ['no certificate', { caData: 'bm9uZQ==' }, 'tls'],
  ])('tells what is wrong: %s', async (_, access, kind) => {
    expect(await ask(direct(access))).toMatchObject({ kind });
  });

  it('says which context is missing', async () => {
    expect(
      await ask({
        type: 'kubeconfig',
        file: kubeconfig('good'),
        context: 'none',
      }),
    ).toEqual({
      kind: 'config',
      message: 'The kubeconfig has no context "none"',
    });
  });
});

describe('readFailureOf', () => {
  it('looks into what Node tried for each address of a host', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), {
      code: 'ECONNREFUSED',
    });
    const all = Object.assign(new AggregateError([refused, refused], ''), {
      code: 'ECONNREFUSED',
    });
    expect(readFailureOf(all)).toEqual({
      kind: 'refused',
      message: 'connect ECONNREFUSED ::1:1',
    });
  });
});
