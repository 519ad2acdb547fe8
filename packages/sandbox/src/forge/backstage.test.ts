import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  createPublishGithubAction,
  createPublishGithubPullRequestAction,
} from '@backstage/plugin-scaffolder-backend-module-github';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { GithubDescription } from './__testUtils__/GithubDescription';
import { startTestForge, TestForge } from './__testUtils__/startTestForge';

describe('Backstage with the forge as its GitHub', () => {
  const description = GithubDescription.read();
  let test: TestForge;
  let workspacePath: string;

  const configOf = () =>
    mockServices.rootConfig({
      data: {
        integrations: {
          github: [
            {
              host: new URL(test.forge.url).host,
              apiBaseUrl: `${test.forge.url}/api/v3`,
              rawBaseUrl: `${test.forge.url}/raw`,
              token: 'ada',
            },
          ],
        },
      },
    });
  const repoUrl = (repo: string) =>
    `${new URL(test.forge.url).host}?owner=acme&repo=${repo}`;

  beforeEach(async () => {
    test = await startTestForge(description);
    workspacePath = await mkdtemp(join(tmpdir(), 'fairlead-workspace-'));
    await writeFile(
      join(workspacePath, 'catalog-info.yaml'),
      'kind: Component\n',
    );
  });
  afterEach(async () => {
    await test.stop();
    await rm(workspacePath, { recursive: true, force: true });
  });

  it('reads files and trees, searches, and knows what has not changed', async () => {
    const reader = UrlReaders.default({
      logger: mockServices.logger.mock(),
      config: configOf(),
    });
    const page = `${test.forge.url}/acme/gitops`;
    const file = `${page}/blob/main/apps/shop/values.yaml`;
    const read = await reader.readUrl(file);
    expect((await read.buffer()).toString()).toBe('tag: "1.0.0"\n');
    expect(read.lastModifiedAt).toBeDefined();
    await expect(
      reader.readUrl(file, { etag: read.etag }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });
    await expect(
      reader.readUrl(`${page}/blob/main/missing.yaml`),
    ).rejects.toMatchObject({ name: 'NotFoundError' });

    const tree = await reader.readTree(`${page}/tree/main/apps`);
    expect((await tree.files()).map(({ path }) => path)).toEqual([
      'shop/values.yaml',
    ]);
    await expect(
      reader.readTree(page, { etag: tree.etag }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });
    const found = await reader.search(`${page}/blob/main/**/*.yaml`);
    expect(found.files.map(({ url }) => url)).toEqual([file]);
  });

  it('publishes a repository and opens a pull request from templates', async () => {
    const config = configOf();
    const integrations = ScmIntegrations.fromConfig(config);
    const githubCredentialsProvider =
      DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    const options = { integrations, config, githubCredentialsProvider };

    const publish = createPublishGithubAction(options);
    await publish.handler(
      createMockActionContext({
        workspacePath,
        input: {
          repoUrl: repoUrl('shop'),
          defaultBranch: 'main',
          access: 'bob',
          topics: ['shop'],
        },
      }),
    );
    const shop = { owner: 'acme', name: 'shop' };
    expect(
      await test.forge.content.readFile({
        ...shop,
        ref: 'main',
        path: 'catalog-info.yaml',
      }),
    ).toBe('kind: Component\n');
    const { repositories, protections } = test.forge.domain;
    const repository = repositories.byName(shop);
    expect(repository.topics).toEqual(['shop']);
    expect(protections.find(repository, 'main')).toMatchObject({
      enforceAdmins: true,
    });

    const output = jest.fn();
    await createPublishGithubPullRequestAction(options).handler({
      ...createMockActionContext({
        workspacePath,
        input: {
          repoUrl: repoUrl('gitops'),
          branchName: 'add-shop',
          title: 'Add shop',
          description: 'From a template',
          targetPath: 'apps/new',
          filesToDelete: ['../../README.md'],
          reviewers: ['bob'],
        },
      }),
      output,
    });
    expect(output).toHaveBeenCalledWith('pullRequestNumber', 1);
    const pull = await test.client('ada').rest.pulls.get({
      owner: 'acme',
      repo: 'gitops',
      pull_number: 1,
    });
    expect(pull.data).toMatchObject({
      title: 'Add shop',
      head: { ref: 'add-shop' },
      changed_files: 2,
      requested_reviewers: [{ login: 'bob' }],
    });
  });
});
