import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

/**
 * What analyses ask, with answers that a test chooses:
 *
 * - `PUT /metric/<name>?value=<number>` sets a metric, `GET /metric/<name>` answers `{"value": <number>}`;
 * - `GET /api/v1/query?query=<name>` answers the same as Prometheus does;
 * - `PUT /gate/<name>?open=true` opens a gate, `POST /gate/<name>` is the webhook that asks it.
 */
const { values } = parseArgs({ options: { port: { type: 'string' } } });
const metrics = new Map();
const openGates = new Set();

createServer((request, response) => {
  request.resume();
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const [, kind, name] = pathname.split('/');
  const { status, body } = answer({
    kind,
    name,
    method: request.method,
    query: searchParams,
  });
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}).listen(Number(values.port), '127.0.0.1');

function answer({ kind, name, method, query }) {
  switch (kind) {
    case 'healthz':
      return { status: 200, body: { ok: true } };
    case 'metric':
      if (method === 'PUT') metrics.set(name, Number(query.get('value')));
      return metrics.has(name)
        ? { status: 200, body: { value: metrics.get(name) } }
        : { status: 404, body: { error: `there is no metric "${name}"` } };
    case 'gate':
      if (method === 'PUT') {
        if (query.get('open') === 'true') openGates.add(name);
        else openGates.delete(name);
        return { status: 200, body: { open: openGates.has(name) } };
      }
      return openGates.has(name)
        ? { status: 200, body: { open: true } }
        : { status: 403, body: { open: false } };
    case 'api':
      return { status: 200, body: asPrometheus(query.get('query') ?? '') };
    default:
      return { status: 404, body: { error: 'nothing is here' } };
  }
}

function asPrometheus(name) {
  const known = metrics.has(name);
  return {
    status: 'success',
    data: {
      resultType: 'vector',
      result: known
        ? [{ metric: {}, value: [Date.now() / 1000, `${metrics.get(name)}`] }]
        : [],
    },
  };
}
