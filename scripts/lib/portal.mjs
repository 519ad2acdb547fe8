import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Children } from './children.mjs';
import { root } from './paths.mjs';
import { Problem, say } from './say.mjs';

const transform = join(
  root,
  'node_modules',
  '@backstage',
  'cli',
  'config',
  'nodeTransform.cjs',
);

/**
 * Starts the sandbox and the backend, which also serves the built frontend.
 * Resolves when the portal answers; rejects with a Problem when a process ends before that.
 */
export async function startPortal({ ports, stateDir, reset, env = {} }) {
  if (reset) rmSync(stateDir, { recursive: true, force: true });
  mkdirSync(join(stateDir, 'database'), { recursive: true });

  const url = `http://localhost:${ports.portal}`;
  const children = new Children();
  const ended = new Promise((_, failed) => {
    children.onUnexpectedEnd = ({ name, code, tail }) =>
      failed(
        new Problem(
          `The ${name} ended with code ${code}:\n${tail}`,
          `All of the output: ${join(stateDir, `${name}.log`)}`,
        ),
      );
  });
  // Whoever waits for it sees the rejection; without a listener it must not end the process.
  ended.catch(() => {});

  try {
    say('Starting the sandbox: a forge and three clusters');
    const sandboxDir = join(stateDir, 'sandbox');
    const sandboxConfig = join(sandboxDir, 'app-config.sandbox.yaml');
    rmSync(sandboxConfig, { force: true });
    children.start(
      'sandbox',
      process.execPath,
      [
        join(root, 'packages', 'sandbox', 'bin', 'fairlead-sandbox'),
        '--data-dir',
        sandboxDir,
        '--port',
        `${ports.forge}`,
        '--portal-url',
        url,
        '--template',
        join(root, 'templates', 'new-service', 'template.yaml'),
      ],
      { cwd: root, env, logFile: join(stateDir, 'sandbox.log') },
    );
    await until(
      () =>
        existsSync(sandboxConfig) &&
        answers(`http://localhost:${ports.control}/health`),
      ended,
    );

    say('Starting the portal');
    children.start(
      'backend',
      process.execPath,
      [
        '--require',
        transform,
        join(root, 'packages', 'backend', 'src', 'index.ts'),
        '--config',
        join(root, 'app-config.yaml'),
        '--config',
        sandboxConfig,
      ],
      {
        cwd: join(root, 'packages', 'backend'),
        env: {
          NODE_ENV: 'development',
          APP_CONFIG_app_baseUrl: url,
          APP_CONFIG_backend_baseUrl: url,
          APP_CONFIG_backend_listen: JSON.stringify({
            port: ports.portal,
            host: '127.0.0.1',
          }),
          APP_CONFIG_backend_database_connection: JSON.stringify({
            directory: join(stateDir, 'database'),
          }),
          ...env,
        },
        logFile: join(stateDir, 'backend.log'),
      },
    );
    await until(() => answers(`${url}/.backstage/health/v1/readiness`), ended);
    await until(() => answers(`${url}/`), ended);
  } catch (error) {
    await children.stop();
    throw error;
  }

  return { url, ended, stop: () => children.stop() };
}

async function until(condition, ended) {
  let failure;
  ended.catch(error => {
    failure = error;
  });
  const deadline = Date.now() + 300_000;
  while (!(await condition())) {
    if (failure) throw failure;
    if (Date.now() > deadline) {
      throw new Problem(
        'The portal did not answer within five minutes.',
        'See the logs in .fairlead/.',
      );
    }
    await new Promise(done => setTimeout(done, 100));
  }
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
