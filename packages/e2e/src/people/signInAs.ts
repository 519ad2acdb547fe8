import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Browser, expect, Page } from '@playwright/test';
import { portalUrl, stateDir } from '../portal/environment';

// Tests are run in the folder of this package.
const root = resolve('..', '..');
const transform = join(
  root,
  'node_modules',
  '@backstage',
  'cli',
  'config',
  'nodeTransform.cjs',
);

/** A page of its own for somebody of the catalog, signed in. */
export async function signInAs(browser: Browser, user: string): Promise<Page> {
  const session = await issueSession(user);
  const context = await browser.newContext();
  await context.route('**/api/auth/guest/refresh', route =>
    route.fulfill({ contentType: 'application/json', body: session }),
  );
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(page.getByRole('link', { name: 'GitOps' })).toBeVisible();
  return page;
}

async function issueSession(user: string): Promise<string> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      '--require',
      transform,
      resolve('src', 'people', 'issueSession.ts'),
      `${port}`,
      '--config',
      join(root, 'app-config.yaml'),
      '--config',
      join(stateDir, 'sandbox', 'app-config.sandbox.yaml'),
    ],
    {
      cwd: join(root, 'packages', 'backend'),
      env: {
        ...process.env,
        NODE_ENV: 'development',
        APP_CONFIG_app_baseUrl: portalUrl,
        APP_CONFIG_backend_baseUrl: portalUrl,
        APP_CONFIG_backend_listen: JSON.stringify({ port, host: '127.0.0.1' }),
        APP_CONFIG_backend_database_connection: JSON.stringify({
          directory: join(stateDir, 'database'),
        }),
        APP_CONFIG_auth_providers_guest_userEntityRef: `user:default/${user}`,
        APP_CONFIG_discovery_endpoints: JSON.stringify([
          { target: `${portalUrl}/api/{{pluginId}}`, plugins: ['catalog'] },
        ]),
      },
    },
  );
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  const code = await new Promise(ended => child.once('exit', ended));
  const [, session] = /^session: ([^]+)$/m.exec(output) ?? [];
  if (!session || code !== 0) {
    throw new Error(`${user} could not be signed in:\n${output.slice(-4000)}`);
  }
  return session;
}

async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? found(address.port)
          : failed(new Error('no port')),
      );
    });
  });
}
