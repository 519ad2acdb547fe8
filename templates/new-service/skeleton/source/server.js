import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { name, version } = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
);

/** Answers `/` with what runs here, and `/healthz` for the probes. */
export function createApp() {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const answers = { '/': { name, version }, '/healthz': { status: 'ok' } };
    const answer = answers[pathname];
    response.writeHead(answer ? 200 : 404, {
      'content-type': 'application/json',
    });
    response.end(JSON.stringify(answer ?? { error: 'not found' }));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const port = Number(process.env.PORT ?? 8080);
  const server = createApp().listen(port, () =>
    console.log(`${name} ${version} listens on port ${port}`),
  );
  // Requests that are under way are answered before the pod ends.
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
}
