import { Entity } from '@backstage/catalog-model';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { normalizeGitUrl } from '../../forges/gitUrl';
import { orders } from './__testUtils__/planStory';
import { commitsBetween, sourceRepository } from './versionCommits';

const repoUrl = 'https://github.com/acme/orders';

function entity(annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'orders', annotations },
  };
}

describe('sourceRepository', () => {
  it.each([
    [{ 'github.com/project-slug': 'acme/orders' }, repoUrl],
    [
      { 'backstage.io/source-location': `url:${repoUrl}/tree/main/src/` },
      repoUrl,
    ],
    [
      {
        'github.com/project-slug': 'acme/orders',
        'backstage.io/source-location': 'url:https://git.acme.test/x/y/',
      },
      'https://git.acme.test/acme/orders',
    ],
    [
      {
        'backstage.io/source-location':
          'url:https://gitlab.com/acme/shop/orders/-/tree/main/',
      },
      'https://gitlab.com/acme/shop/orders',
    ],
    [{ 'backstage.io/source-location': 'file:/srv/orders' }, undefined],
    [{ 'backstage.io/source-location': 'url:nonsense' }, undefined],
    [{ 'github.com/project-slug': '../orders' }, undefined],
    [{}, undefined],
  ])('%j is %s', (annotations, expected) => {
    expect(sourceRepository(entity({ ...annotations }))).toBe(expected);
  });
});

describe('commitsBetween', () => {
  function story(tags: [string, string]) {
    const forge = new FakeForge();
    const repository = forge.createRepository({ repoUrl });
    const commit = (message: string) =>
      repository.commit({
        parents: [repository.commitOf('main').sha],
        files: new Map(),
        message,
        branch: 'main',
      });
    repository.branches.set(tags[0], repository.commitOf('main').sha);
    commit('One\n\nMore');
    repository.branches.set(tags[1], commit('Two').sha);
    const read = (before: string, after: string, others: string[] = []) =>
      commitsBetween({
        forges: {
          normalize: normalizeGitUrl,
          forRepository: () => forge,
        },
        entity: entity({ 'github.com/project-slug': 'acme/orders' }),
        fromVersion: {
          images: [
            { name: orders, tag: before },
            ...others.map(name => ({ name, tag: '1' })),
          ],
        },
        toVersion: {
          images: [
            ...others.map(name => ({ name, tag: '2' })),
            { name: orders, tag: after },
          ],
        },
        limit: 10,
      });
    return { forge, read };
  }

  it.each<[[string, string], [string, string], string]>([
    [['v1.4.2', 'v1.5.0'], ['1.4.2', '1.5.0'], 'v1.4.2...v1.5.0'],
    [['1.4.2', '1.5.0'], ['v1.4.2', 'v1.5.0'], '1.4.2...1.5.0'],
    [
      ['0a1b2c3', '4d5e6f7'],
      ['sha-0a1b2c3', 'sha-4d5e6f7'],
      '0a1b2c3...4d5e6f7',
    ],
  ])('finds the tags %j by the images %j', async (tags, images, range) => {
    const { read } = story(tags);
    const between = await read(...images, ['envoyproxy/envoy']);
    expect(between).toMatchObject({
      repoUrl,
      compareUrl: `${repoUrl}/compare/${range}`,
    });
    expect(between?.commits.map(({ message }) => message)).toEqual([
      'One',
      'Two',
    ]);
  });

  it('knows nothing without tags in Git, or a change of them', async () => {
    const { forge, read } = story(['v1', 'v2']);
    expect(await read('1.4.2', '1.5.0')).toBeUndefined();
    const asked = forge.calls.length;
    expect(await read('1.4.2', '1.4.2')).toBeUndefined();
    expect(await read('; rm', '$(x)')).toBeUndefined();
    expect(forge.calls.length).toBe(asked);
  });

  it("throws the forge's error, for the caller to go on without", async () => {
    const { forge, read } = story(['v1', 'v2']);
    forge.failNext('compare', { error: new Error('rate limit') });
    await expect(read('1', '2')).rejects.toThrow('rate limit');
  });
});
