import { sourcesOf } from './source';

describe('the folder in Git of a pushed workload', () => {
  it.each([
    [
      'https://github.com/acme/gitops/tree/main/apps/orders',
      'https://github.com/acme/gitops',
      'main',
      'apps/orders',
    ],
    [
      'https://gitlab.example.com/group/sub/gitops/-/tree/v1/apps/orders/',
      'https://gitlab.example.com/group/sub/gitops',
      'v1',
      'apps/orders',
    ],
    [
      'https://gitea.example.com/acme/gitops/src/branch/main/apps',
      'https://gitea.example.com/acme/gitops',
      'main',
      'apps',
    ],
  ])('%s', (page, repoUrl, targetRevision, path) => {
    expect(sourcesOf({ 'fairlead/source': page })).toEqual([
      { repoUrl, targetRevision, path, type: 'unknown' },
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['a repository', 'https://github.com/acme/gitops'],
    ['a file', 'https://github.com/acme/gitops/blob/main/a.yaml'],
    ['what is no URL', 'apps/orders'],
  ])('is not told by %s', (_, page) => {
    expect(sourcesOf(page ? { 'fairlead/source': page } : null)).toEqual([]);
  });
});
