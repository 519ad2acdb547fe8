import { mockServices } from '@backstage/backend-test-utils';
import { ForgeToken } from './ForgeToken';
import { GitForges } from './GitForges';
import { GiteaForge } from './gitea/GiteaForge';

const forges = GitForges.fromConfig({
  config: mockServices.rootConfig({
    data: {
      integrations: {
        github: [
          { host: 'github.com', token: 'secret' },
          {
            host: 'localhost:7010',
            apiBaseUrl: 'http://localhost:7010/api/v3',
            token: 'secret',
          },
        ],
        gitea: [{ host: 'git.gitea.test', password: 'secret' }],
        gitlab: [{ host: 'gitlab.com', token: 'secret' }],
      },
    },
  }),
  logger: mockServices.logger.mock(),
});

describe('GitForges', () => {
  it('has one forge for each host that the integrations cover, however the URL is written', () => {
    const github = forges.forRepository('https://github.com/acme/gitops');
    expect(github).toBeDefined();
    expect(forges.forRepository('git@github.com:acme/other.git')).toBe(github);
    const local = forges.forRepository('http://localhost:7010/acme/gitops.git');
    expect(local).toBeDefined();
    expect(local).not.toBe(github);
  });

  it('has one for each Gitea', () => {
    const gitea = forges.forRepository('git@git.gitea.test:acme/gitops.git');
    expect(gitea).toBeInstanceOf(GiteaForge);
    expect(forges.forRepository('https://git.gitea.test/acme/other')).toBe(
      gitea,
    );
    expect(forges.hostOf('https://git.gitea.test/acme/x')).toBe(
      'git.gitea.test',
    );
  });

  it('has none for hosts without an integration and for what is no repository', () => {
    expect(
      forges.forRepository('https://git.acme.test/acme/x'),
    ).toBeUndefined();
    expect(forges.forRepository('https://gitlab.com/acme/x')).toBeUndefined();
    expect(forges.forRepository('https://charts.acme.test')).toBeUndefined();
  });

  it('acts as a user with a budget apart from the portal’s', async () => {
    const token = ForgeToken.from('secret');
    if (!token) throw new Error('no token');
    const by = { user: 'user:default/ada', token };
    const repoUrl = 'https://github.com/acme/gitops';
    expect(forges.hostOf('git@github.com:acme/gitops.git')).toBe('github.com');
    expect(forges.hostOf('https://gitlab.com/acme/x')).toBeUndefined();
    expect(forges.asUser({ repoUrl, by })).not.toBe(
      forges.forRepository(repoUrl),
    );
    expect(
      forges.asUser({ repoUrl: 'https://gitlab.com/acme/x', by }),
    ).toBeUndefined();
    expect(forges.budgets()).toEqual([]);
  });
});
