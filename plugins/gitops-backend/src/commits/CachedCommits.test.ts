import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { testDatabases } from '../__testUtils__/testDatabases';
import { normalizeGitUrl } from '../forges/gitUrl';
import { CommitsStore } from '../store/CommitsStore';
import { CachedCommits } from './CachedCommits';

jest.setTimeout(60_000);

const repoUrl = 'https://github.com/acme/gitops';
const other = 'https://github.com/acme/other';
const unknown = 'f'.repeat(40);

describe('CachedCommits', () => {
  const databases = testDatabases();

  describe.each(databases.eachSupportedId())('on %s', id => {
    async function setup() {
      const knex = await databases.init(id);
      await knex.migrate.latest({
        directory: resolvePackagePath(
          '@fairlead/backstage-plugin-gitops-backend',
          'migrations',
        ),
      });
      const store = CommitsStore.create({ knex });
      const forge = new FakeForge();
      const repositories = [repoUrl, other].map(url =>
        forge.createRepository({ repoUrl: url }),
      );
      const [first, second] = ['First', 'Second'].map(
        message =>
          repositories[0].commit({
            parents: [repositories[0].commitOf('main').sha],
            files: new Map(),
            message: `${message} of "many" ✓\n\nBody`,
            branch: 'main',
          }).sha,
      );
      const third = repositories[1].commitOf('main').sha;
      const logger = mockServices.logger.mock();
      const clock = { now: 0 };
      const cache = (reads: Forge = forge) =>
        CachedCommits.create({
          forges: { normalize: normalizeGitUrl, forRepository: () => reads },
          logger,
          store,
          now: () => clock.now,
        });
      return { cache, clock, forge, logger, first, second, third };
    }

    it('asks the forge once for each commit, in one request for each repository', async () => {
      const { cache, forge, first, second, third } = await setup();
      const wanted = [
        { repoUrl: `${repoUrl}.git`, sha: second.toUpperCase() },
        { repoUrl: other, sha: third },
        { repoUrl, sha: first },
        { repoUrl, sha: first },
      ];
      const commits = await cache().get(wanted);
      expect(commits.map(({ sha }) => sha)).toEqual([
        second,
        third,
        first,
        first,
      ]);
      expect(commits[0]).toMatchObject({
        repoUrl: `${repoUrl}.git`,
        message: 'Second of "many" ✓',
        url: `${repoUrl}/commit/${second}`,
      });
      expect(forge.calls).toEqual([
        { method: 'readCommits', options: { repoUrl, shas: [second, first] } },
        {
          method: 'readCommits',
          options: { repoUrl: other, shas: [third] },
        },
      ]);
      // Another replica, or the same one after a restart.
      expect(await cache().get(wanted)).toEqual(commits);
      expect(forge.calls).toHaveLength(2);
    });

    it('shares a request that is under way', async () => {
      const { cache, forge, first, second } = await setup();
      let answer: () => void = () => {};
      const held = new Promise<void>(resolve => {
        answer = resolve;
      });
      const { readCommits } = forge;
      forge.readCommits = async options => {
        await held;
        return readCommits.call(forge, options);
      };
      const commits = cache();
      const asked = [
        commits.get([{ repoUrl, sha: first }]),
        commits.get([
          { repoUrl, sha: first },
          { repoUrl, sha: second },
        ]),
        commits.get([{ repoUrl, sha: first }]),
      ];
      answer();
      expect((await Promise.all(asked)).map(each => each.length)).toEqual([
        1, 2, 1,
      ]);
      const shas = forge.calls.flatMap(({ options }) =>
        typeof options === 'object' && options && 'shas' in options
          ? options.shas
          : [],
      );
      expect(shas.sort()).toEqual([first, second].sort());
    });

    it('asks again for what was unknown, after a while', async () => {
      const { cache, clock, forge, first } = await setup();
      const commits = cache();
      const wanted = [
        { repoUrl, sha: unknown },
        { repoUrl, sha: first },
      ];
      expect(await commits.get(wanted)).toHaveLength(1);
      expect(await commits.get(wanted)).toHaveLength(1);
      expect(forge.calls).toHaveLength(1);
      clock.now += 61_000;
      await commits.get(wanted);
      expect(forge.calls[1].options).toEqual({ repoUrl, shas: [unknown] });
    });

    it('gives what is known while the forge is down, and the rest afterwards', async () => {
      const { cache, clock, forge, logger, first, second } = await setup();
      const commits = cache();
      const wanted = [
        { repoUrl, sha: first },
        { repoUrl, sha: second },
      ];
      await commits.get([wanted[0]]);
      forge.failNext('readCommits', { error: new Error('bad gateway') });
      expect(await commits.get(wanted)).toMatchObject([{ sha: first }]);
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringContaining('bad gateway'),
      );
      clock.now += 61_000;
      expect(await commits.get(wanted)).toHaveLength(2);
    });

    it('asks for nothing that is no commit', async () => {
      const { cache, forge } = await setup();
      expect(
        await cache().get([
          { repoUrl, sha: 'main' },
          { repoUrl, sha: '1.4.2' },
          { repoUrl: 'oci://charts', sha: unknown },
        ]),
      ).toEqual([]);
      expect(forge.calls).toEqual([]);
    });
  });
});
