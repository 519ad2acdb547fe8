import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { treesOf } from '../build/moduleFiles.mjs';
import { binaryOf } from '../paths.mjs';
import { versions } from '../versions.mjs';
import { defineProgram } from './program.mjs';

const exec = promisify(execFile);
const tags = 'sqlite sqlite_unlock_notify';
const user = 'fairlead';

/** The forge: repositories over HTTP, its API, pull requests, statuses and webhooks; no pages. */
export const gitea = defineProgram({
  name: 'gitea',
  module: 'code.gitea.io/gitea',
  package: 'code.gitea.io/gitea',
  tags,
  cgo: true,
  ldflags: [
    `-X main.Version=${versions['code.gitea.io/gitea'].slice(1)}`,
    `-X "main.Tags=${tags}"`,
  ],
  trees: ['options', 'public', 'templates'],
  usualSeconds: 600,
  folders: ['gitea'],
  access: 'gitea',
  prepare: ({ ports, dataDir }) => {
    const file = configOf(dataDir);
    if (existsSync(file)) return;
    writeFileSync(file, config({ dataDir, port: ports.gitea }), {
      mode: 0o600,
    });
  },
  run: ({ ports, dataDir }) => ({
    args: ['web', `--config=${configOf(dataDir)}`],
    env: environmentOf(dataDir),
    health: { url: `http://127.0.0.1:${ports.gitea}/api/healthz` },
  }),
  furnish: async ({ ports, dataDir }) => {
    const password = randomBytes(18).toString('base64url');
    const { stdout } = await exec(
      binaryOf(gitea),
      [
        ...['admin', 'user', 'create', `--config=${configOf(dataDir)}`],
        ...[`--username=${user}`, `--email=${user}@example.com`, '--admin'],
        ...[`--password=${password}`, '--must-change-password=false'],
        ...['--access-token', '--access-token-name=lab'],
      ],
      { env: { ...process.env, ...environmentOf(dataDir) } },
    );
    const [token] = /\b[0-9a-f]{40}\b/.exec(stdout) ?? [];
    if (!token) throw new Error(`Gitea made no token: ${stdout.trim()}`);
    return { url: `http://127.0.0.1:${ports.gitea}`, user, password, token };
  },
});

const configOf = dataDir => join(dataDir, 'gitea', 'app.ini');

/** Gitea refuses to be root unless it is told that this is meant; in a container the lab may be. */
function environmentOf(dataDir) {
  return {
    GITEA_WORK_DIR: join(dataDir, 'gitea'),
    GITEA_I_AM_BEING_UNSAFE_RUNNING_AS_ROOT: 'true',
  };
}

/** It speaks to nobody but clients and webhook receivers on this machine. */
function config({ dataDir, port }) {
  const sections = {
    server: {
      HTTP_ADDR: '127.0.0.1',
      HTTP_PORT: port,
      DOMAIN: '127.0.0.1',
      ROOT_URL: `http://127.0.0.1:${port}/`,
      STATIC_ROOT_PATH: treesOf(gitea),
      DISABLE_SSH: true,
      LFS_START_SERVER: false,
      OFFLINE_MODE: true,
    },
    database: {
      DB_TYPE: 'sqlite3',
      PATH: join(dataDir, 'gitea', 'gitea.db'),
    },
    security: { INSTALL_LOCK: true },
    oauth2: { ENABLED: false },
    service: { DISABLE_REGISTRATION: true },
    repository: { DEFAULT_BRANCH: 'main' },
    webhook: { ALLOWED_HOST_LIST: 'loopback', DELIVER_TIMEOUT: 5 },
    indexer: { ISSUE_INDEXER_TYPE: 'db' },
    actions: { ENABLED: false },
    packages: { ENABLED: false },
    picture: { DISABLE_GRAVATAR: true },
    'cron.update_checker': { ENABLED: false },
    log: { MODE: 'console', LEVEL: 'Info' },
  };
  return Object.entries(sections)
    .map(([name, keys]) =>
      [
        `[${name}]`,
        ...Object.entries(keys).map(([key, value]) => `${key} = ${value}`),
        '',
      ].join('\n'),
    )
    .join('\n');
}
