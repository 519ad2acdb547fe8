import { Octokit } from '@octokit/rest';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { FaultList } from '../../faults/FaultList';
import { RunningForge, startForge } from '../startForge';
import { GithubDescription } from './GithubDescription';

/** A forge for tests: the organization `acme`, the people `ada` and `bob`, and the repository `acme/gitops`. */
export interface TestForge {
  forge: RunningForge;
  faults: FaultList;
  /** A client whose every answer is held against GitHub's description. Tokens: `ada`, `bob`, and `reader`, who may only read. */
  client(token?: 'ada' | 'bob' | 'reader'): Octokit;
  commit(branch: string, files: Record<string, string | null>): Promise<string>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Reads GitHub's description once for all tests of a file. */
export async function startTestForge(
  description: GithubDescription,
): Promise<TestForge> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fairlead-forge-'));
  const faults = FaultList.create();
  const start = async () =>
    startForge({ dataDir, port: 0, faults, logger: console });
  let forge = await start();
  await forge.content.createUser({
    login: 'acme',
    name: 'Acme',
    email: 'it@acme.example',
    type: 'Organization',
  });
  for (const login of ['ada', 'bob']) {
    await forge.content.createUser({
      login,
      name: login === 'ada' ? 'Ada Lovelace' : 'Bob',
      email: `${login}@acme.example`,
      tokens: [login],
      readOnlyTokens: login === 'ada' ? ['reader'] : [],
    });
  }
  const gitops = { owner: 'acme', name: 'gitops' };
  await forge.content.createRepository(gitops);
  const commit = async (
    branch: string,
    files: Record<string, string | null>,
  ) => {
    const { sha } = await forge.content.commitFiles({
      ...gitops,
      branch,
      files,
      message: `Change ${Object.keys(files).join(', ')}`,
      author: { name: 'Ada Lovelace', email: 'ada@acme.example' },
    });
    return sha;
  };
  await commit('main', {
    'README.md': '# GitOps\n',
    'apps/shop/values.yaml': 'tag: "1.0.0"\n',
  });
  return {
    get forge() {
      return forge;
    },
    faults,
    commit,
    client: token => {
      const octokit = new Octokit({
        baseUrl: `${forge.url}/api/v3`,
        auth: token,
        log: {
          debug: () => undefined,
          info: () => undefined,
          warn: () => undefined,
          error: () => undefined,
        },
      });
      octokit.hook.after(
        'request',
        ({ status, data }, { method, url, mediaType }) => {
          if (!mediaType?.format) {
            description.check({ method, path: url, status, data });
          }
        },
      );
      octokit.hook.error('request', (error, { method, url }) => {
        if ('response' in error && error.response && error.status !== 304) {
          const { status, data } = error.response;
          description.check({ method, path: url, status, data });
        }
        throw error;
      });
      return octokit;
    },
    restart: async () => {
      await forge.stop();
      forge = await start();
    },
    stop: async () => {
      await forge.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
