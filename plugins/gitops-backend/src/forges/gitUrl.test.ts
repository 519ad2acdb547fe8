import { normalizeGitUrl } from './gitUrl';

describe('normalizeGitUrl', () => {
  it.each([
    ['https://github.com/acme/gitops', 'https://github.com/acme/gitops'],
    ['https://GitHub.com/Acme/GitOps.git/', 'https://github.com/Acme/GitOps'],
    [
      'https://user:secret@github.com/acme/gitops',
      'https://github.com/acme/gitops',
    ],
    [
      'https://git.acme.test:8443/acme/gitops.git?x=1#y',
      'https://git.acme.test:8443/acme/gitops',
    ],
    [
      'http://localhost:7010/acme/gitops.git',
      'http://localhost:7010/acme/gitops',
    ],
    [
      'https://gitlab.com/group/sub/project.git',
      'https://gitlab.com/group/sub/project',
    ],
    ['git@github.com:acme/gitops.git', 'https://github.com/acme/gitops'],
    ['GITHUB.com:acme/gitops', 'https://github.com/acme/gitops'],
    [
      'ssh://git@github.com:22/acme/gitops.git',
      'https://github.com/acme/gitops',
    ],
    ['git+ssh://git@github.com/acme/gitops', 'https://github.com/acme/gitops'],
    ['git://github.com/acme/gitops.git', 'https://github.com/acme/gitops'],
    [
      '  https://github.com//acme//gitops.git//  ',
      'https://github.com/acme/gitops',
    ],
  ])('%s is %s', (spelling, normal) => {
    expect(normalizeGitUrl(spelling)).toBe(normal);
    expect(normalizeGitUrl(normal)).toBe(normal);
  });

  it.each([
    '',
    'gitops',
    '../gitops',
    '/srv/git/acme/gitops.git',
    'C:\\git\\acme\\gitops',
    'file:///srv/git/acme/gitops.git',
    'oci://ghcr.io/acme/charts',
    'https://charts.acme.test',
    'https://github.com/acme',
    'https://',
  ])('%j is no repository on a host', spelling => {
    expect(normalizeGitUrl(spelling)).toBeUndefined();
  });
});
