import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { ChangeService } from './ChangeService';

const repoUrl = 'https://github.com/acme/gitops';
const change = {
  repoUrl: `${repoUrl}.git`,
  baseBranch: 'main',
  headBranch: 'create/orders',
  title: 'Create orders',
  description: 'A new service.',
  files: [
    { path: 'apps/orders/base/service.yaml', content: 'kind: Service\n' },
  ],
  labels: ['new-service'],
  reviewers: [],
};

function setUp(files: Record<string, string> = { 'README.md': 'hi\n' }) {
  const forge = new FakeForge();
  forge.createRepository({ repoUrl, files });
  const service = ChangeService.create({
    forges: {
      forRepository: url => (url.startsWith(repoUrl) ? forge : undefined),
      normalize: url => url.replace(/\.git$/, ''),
    },
  });
  const open = (part: Partial<typeof change> = {}) =>
    service.open({
      change: { ...change, ...part },
      user: 'user:default/alice',
    });
  return { forge, open };
}

describe('a change of a GitOps repository', () => {
  it('is one pull request, however often it is asked for', async () => {
    const { forge, open } = setUp();
    const first = await open();
    const second = await open();
    expect(second).toEqual(first);
    expect(first).toMatchObject({ state: 'open', headBranch: 'create/orders' });
    expect(forge.opened.get(`${repoUrl}#${first.number}`)).toMatchObject({
      body: expect.stringContaining('user:default/alice'),
      labels: ['new-service'],
    });
  });

  it('never writes over a file that is there with other content', async () => {
    const { forge, open } = setUp({
      'apps/orders/base/service.yaml': 'kind: Other\n',
    });
    await expect(open()).rejects.toThrow(
      /already has apps\/orders\/base\/service\.yaml/,
    );
    expect(forge.opened.size).toBe(0);
  });

  it.each(['../x', '/etc/passwd', 'a//b', '.git/config', 'a/.GIT/hooks/x'])(
    'refuses the path %s',
    async path => {
      const { open } = setUp();
      await expect(open({ files: [{ path, content: '' }] })).rejects.toThrow(
        /is no path inside a repository/,
      );
    },
  );

  it('says what to configure for a host without integration', async () => {
    const { open } = setUp();
    await expect(
      open({ repoUrl: 'https://git.example.com/x/y' }),
    ).rejects.toThrow(/add its host to "integrations"/);
  });
});
