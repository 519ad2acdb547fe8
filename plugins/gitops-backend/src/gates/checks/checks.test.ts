import { CheckPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { GateInput } from '@fairlead/backstage-plugin-gitops-node';
import { createServer, RequestListener, Server } from 'http';
import { AddressInfo } from 'net';
import { gateInput, now } from '../__testUtils__/gateInput';
import { HttpCheckGate } from './HttpCheckGate';
import { PrometheusCheckGate } from './PrometheusCheckGate';

const secret = 'token=hunter2';
const servers: Server[] = [];
const asked: Array<{ method?: string; url?: string }> = [];

/** A web server of this test, and what it is asked. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    asked.push({ method: request.method, url: request.url });
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

beforeEach(() => asked.splice(0));
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const evaluate = async (input: GateInput) => {
  const [gate] = [HttpCheckGate.create(), PrometheusCheckGate.create()].flatMap(
    each => each.applied(input),
  );
  expect(gate).toMatchObject({
    title: 'smoke',
    late: true,
    phases: ['finish'],
  });
  return gate.evaluate();
};

const common = {
  name: 'smoke',
  phases: ['finish' as const],
  timeoutMs: 5_000,
  patienceMs: 900_000,
};
const http = (
  url: string,
  part: Partial<Extract<CheckPolicy, { type: 'http' }>> = {},
) => ({
  ...common,
  type: 'http' as const,
  url,
  method: 'GET' as const,
  statuses: [200, 204],
  ...part,
});
const prometheus = (
  url: string,
  part: Partial<Extract<CheckPolicy, { type: 'prometheus' }>> = {},
) => ({
  ...common,
  type: 'prometheus' as const,
  url,
  query: 'errors',
  max: 0.01,
  ...part,
});

/** It was first seen not to pass so long ago. */
const failingFor = (ms: number, gate = 'http:smoke') => ({
  gates: [
    {
      gate,
      title: 'smoke',
      phases: ['finish' as const],
      status: 'waiting' as const,
      message: '',
      since: new Date(now.getTime() - ms).toISOString(),
    },
  ],
});

describe('an HTTP check', () => {
  it('passes by status and content, with the placeholders filled in', async () => {
    const url = await serve((_, response) => response.end('all "fine"'));
    const input = gateInput({
      check: http(`${url}/{service}/{environment}?v={version}&${secret}`, {
        contains: '"fine"',
        method: 'POST',
      }),
      promotion: { to: 'prod/eu&x=1' },
    });
    expect(await evaluate(input)).toEqual({
      status: 'passed',
      message: `${url.slice(7)} answers 200.`,
    });
    expect(asked).toEqual([
      {
        method: 'POST',
        url: `/orders/prod%2Feu%26x%3D1?v=1.6.0&${secret}`,
      },
    ]);
  });

  it('waits with patience for another answer, from when it was first seen, and never shows a secret', async () => {
    const url = await serve((_, response) => {
      response.statusCode = 503;
      response.end(secret);
    });
    const silent = await serve(() => undefined);
    const closed = await serve(() => undefined);
    servers.at(-1)?.close();
    const path = `/?${secret}`;
    for (const [check, message] of [
      [http(url + path), 'answers 503, not 200 or 204'],
      [
        http(url + path, { statuses: [503], contains: 'absent' }),
        'without the text',
      ],
      [
        http(silent + path, { timeoutMs: 100 }),
        'has not answered within 100 milliseconds',
      ],
      [http(closed + path), "can't be reached (ECONNREFUSED)"],
    ] as const) {
      const first = await evaluate(gateInput({ check }));
      expect(first).toEqual({
        status: 'waiting',
        message: expect.stringContaining(message),
      });
      expect(first.message).toContain('until Mon 30 Nov 2026, 12:15 (UTC)');
      const late = await evaluate(
        gateInput({ check, promotion: failingFor(899_999) }),
      );
      expect(late.status).toBe('waiting');
      const last = await evaluate(
        gateInput({ check, promotion: failingFor(900_000) }),
      );
      expect(last).toEqual({
        status: 'failed',
        message: expect.stringMatching(/It had 15 minutes to pass\.$/),
      });
      expect(JSON.stringify([first, late, last])).not.toContain('hunter2');
    }
  });

  it('follows redirects on the same host, and on no other', async () => {
    const other = await serve((_, response) => response.end());
    const url = await serve(({ url: path }, response) => {
      const to = { '/same': '/end', '/other': other, '/loop': '/loop' }[
        path ?? ''
      ];
      response.writeHead(to ? 302 : 200, to ? { location: to } : {}).end();
    });
    const status = async (path: string, statuses?: number[]) =>
      (
        await evaluate(
          gateInput({
            check: http(url + path, { ...(statuses && { statuses }) }),
          }),
        )
      ).status;
    expect(await status('/same')).toBe('passed');
    expect(await status('/other')).toBe('waiting');
    expect(await status('/other', [302])).toBe('passed');
    expect(await status('/loop')).toBe('waiting');
    expect(asked.filter(each => each.url === '/')).toEqual([]);
  });

  it.each([
    'https://{version}{service}{environment}:x/',
    'file:///etc/passwd',
    'gopher://internal/',
  ])('refuses %s', async url => {
    expect(await evaluate(gateInput({ check: http(url) }))).toMatchObject({
      status: 'failed',
    });
  });

  it('leads to no other domain by what is filled in', async () => {
    const verdict = await evaluate(
      gateInput({
        check: http('http://{environment}.invalid/', { timeoutMs: 2_000 }),
        promotion: { to: '127.0.0.1/#@evil.example' },
      }),
    );
    expect(verdict.message).toContain('127-0-0-1-evil-example.invalid ');
  });
});

describe('a Prometheus check', () => {
  const vector = (...values: string[]) => ({
    status: 'success',
    data: {
      resultType: 'vector',
      result: values.map(value => ({ metric: {}, value: [1764504000, value] })),
    },
  });
  const scalar = (value: string) => ({
    status: 'success',
    data: { resultType: 'scalar', result: [1764504000, value] },
  });
  const error = (errorType: string) => ({
    status: 'error',
    errorType,
    error: 'parse error at char 3',
  });

  it.each<[string, object | string, object, string]>([
    ['one in bounds', vector('0.01'), { min: 0 }, 'passed'],
    ['a scalar', scalar('0'), {}, 'passed'],
    ['no bound above', scalar('+Inf'), { min: 1, max: undefined }, 'passed'],
    ['one above', vector('0.0123'), {}, 'waiting'],
    ['one below', scalar('-Inf'), { min: 0 }, 'waiting'],
    ['no number', vector('NaN'), {}, 'waiting'],
    ['nothing', vector(), {}, 'waiting'],
    ['two', vector('0', '0'), {}, 'waiting'],
    ['a wrong query', error('bad_data'), {}, 'failed'],
    ['an overload', error('timeout'), {}, 'waiting'],
    ['a login page', '<html>', {}, 'waiting'],
  ])('with %s', async (_, answer, part, status) => {
    const url = await serve((__, response) =>
      response.end(
        typeof answer === 'string' ? answer : JSON.stringify(answer),
      ),
    );
    expect(
      await evaluate(gateInput({ check: prometheus(url, part) })),
    ).toMatchObject({ status });
  });

  it('fails after its patience only when it has an answer', async () => {
    const url = await serve((_, response) =>
      response.end(JSON.stringify(vector('0.5123'))),
    );
    const closed = await serve(() => undefined);
    servers.at(-1)?.close();
    const promotion = failingFor(900_000, 'prometheus:smoke');
    expect(
      await evaluate(gateInput({ check: prometheus(url), promotion })),
    ).toMatchObject({
      status: 'failed',
      message:
        'The value is 0.51, and must be at most 0.01. It had 15 minutes to pass.',
    });
    expect(
      await evaluate(gateInput({ check: prometheus(closed), promotion })),
    ).toMatchObject({ status: 'waiting' });
  });

  it('asks with the query filled in, whatever is in it, and links it without the token', async () => {
    const url = await serve((_, response) =>
      response.end(JSON.stringify(scalar('0'))),
    );
    const verdict = await evaluate(
      gateInput({
        check: prometheus(`${url}/prom/?${secret}`, {
          query: 'sum(errors{app="{service}",env="{environment}"})',
        }),
        promotion: { to: 'eu"} or vector(1) #' },
      }),
    );
    const [request] = asked.map(each => new URL(each.url ?? '', url));
    expect(request.pathname).toBe('/prom/api/v1/query');
    expect(request.searchParams.get('token')).toBe('hunter2');
    expect(request.searchParams.get('query')).toBe(
      'sum(errors{app="orders",env="eu\\U00000022\\U0000007d\\U00000020or\\U00000020vector\\U000000281\\U00000029\\U00000020\\U00000023"})',
    );
    expect(verdict.link).toContain(`${url}/prom/graph?g0.expr=sum`);
    expect(verdict.link).not.toContain('hunter2');
  });
});
