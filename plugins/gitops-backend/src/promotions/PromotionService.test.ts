import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { TestDatabases } from '@backstage/backend-test-utils';
import { promotionStory } from './__testUtils__/promotionStory';
import {
  entityRef,
  kustomization,
  repoUrl,
  stagingFile,
} from './__testUtils__/PromotionWorld';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const setUp = async () => promotionStory(await databases.init('SQLITE_3'));

describe('a plan', () => {
  it('shows what would be written, and who holds the lane', async () => {
    const { world, service, opened } = await setUp();
    const ask = () =>
      service.plan({
        request: { entityRef, from: 'dev', to: 'staging' },
        credentials: world.credentials,
        user: 'user:default/alice',
      });
    const { plan, active } = await ask();
    expect(active).toBeUndefined();
    expect(plan.edits).toMatchObject([{ from: '1.4.2', to: '1.5.0' }]);
    expect(world.repository.pullRequests.size).toBe(0);
    const id = await opened();
    expect(await ask()).toMatchObject({ active: { id, state: 'open' } });
  });

  it.each([
    [
      'nowhere',
      'staging',
      /no environment "nowhere"; there are: dev, staging, prod/,
    ],
    ['dev', 'prod', /comes to Production from Staging, not from Development/],
  ])('is refused from %s to %s', async (from, to, message) => {
    const { world, service } = await setUp();
    const asked = service.plan({
      request: { entityRef, from, to },
      credentials: world.credentials,
      user: 'user:default/alice',
    });
    await expect(asked).rejects.toThrow(InputError);
    await expect(asked).rejects.toThrow(message);
  });
});

describe('a request', () => {
  it('is refused where there is nothing to promote it to', async () => {
    const { world, create } = await setUp();
    world.targets.remove(world.staging);
    await expect(create()).rejects.toThrow(
      'There is no target in Staging that a version could be promoted to',
    );
  });

  it('for the same thing finds the same promotion, at any time of its life', async () => {
    const { world, create, merged, opened } = await setUp();
    const id = await opened();
    expect(await create()).toMatchObject({ created: false, promotion: { id } });
    world.commit({ 'unrelated.txt': 'x' });
    expect(await create()).toMatchObject({ created: false, promotion: { id } });
    expect(world.repository.pullRequests.size).toBe(1);

    const other = await setUp();
    const mergedId = await other.merged();
    expect(await other.create()).toMatchObject({
      created: false,
      promotion: { id: mergedId, state: 'merged' },
    });
    expect(merged).toBeDefined();
  });

  it('for another version is refused where the lane rejects it, naming what is under way', async () => {
    const { world, create, opened } = await setUp();
    world.policy.lane = 'reject';
    const id = await opened();
    const [dev] = await world.targets.all();
    world.targets.update(dev.id, {
      version: { images: [{ name: 'ghcr.io/acme/orders', tag: '1.6.0' }] },
    });
    await expect(create()).rejects.toThrow(ConflictError);
    await expect(create()).rejects.toThrow(
      `(${id}, pull request ${repoUrl}/pull/1)`,
    );
  });

  it('is refused when Git has moved since the plan was shown', async () => {
    const { world, service, create } = await setUp();
    const { plan } = await service.plan({
      request: { entityRef, from: 'dev', to: 'staging' },
      credentials: world.credentials,
      user: 'user:default/alice',
    });
    world.commit({ [stagingFile]: kustomization('1.4.3') });
    await expect(create({ fingerprint: plan.fingerprint })).rejects.toThrow(
      /not what was shown any more/,
    );
    expect(world.repository.pullRequests.size).toBe(0);
  });

  it('is refused with file, line and reason where a file can not be edited', async () => {
    const { world, create } = await setUp();
    world.commit({ [stagingFile]: '# {{ x }}\nimages:\n  newTag: "1.4.2"\n' });
    await expect(create()).rejects.toThrow(InputError);
    await expect(create()).rejects.toThrow(
      `This can't be promoted. ${stagingFile}:3: is a template`,
    );
  });

  it('with nothing to change has an outcome of its own', async () => {
    const { world, create, get, timeline, opened } = await setUp();
    world.commit({ [stagingFile]: kustomization('1.5.0') });
    const { promotion } = await create();
    expect(await get(promotion.id)).toMatchObject({
      state: 'noop',
      message:
        'Nothing to change: Git has this version for Staging already. But orders-staging runs 1.4.2 instead of 1.5.0.',
      finishedAt: promotion.createdAt,
    });
    expect(await timeline(promotion.id)).toEqual(['requested', 'noop']);
    expect(await create()).toMatchObject({
      created: false,
      promotion: { id: promotion.id },
    });
    expect(world.repository.pullRequests.size).toBe(0);
    // What it says is so at the time.
    world.sync();
    const later = await create();
    expect(later).toMatchObject({
      created: true,
      promotion: {
        state: 'noop',
        message:
          'Nothing to change: Git has this version for Staging already. It is live and healthy there.',
      },
    });
    expect((await create()).promotion.id).toBe(later.promotion.id);
    world.commit({ [stagingFile]: kustomization('1.4.2') });
    expect(await opened()).not.toBe(promotion.id);
  });
});

describe('reading', () => {
  it('tells the whole story, and why it can not be cancelled', async () => {
    const { world, query, merged } = await setUp();
    const id = await merged();
    const { credentials } = world;
    const user = 'user:default/alice';
    const detail = await query.get({ id, credentials, user });
    expect(detail.events.map(({ type }) => type)).toEqual([
      'requested',
      'opened',
      'merged',
    ]);
    expect(detail.titles).toEqual({ from: 'Development', to: 'Staging' });
    expect(detail.allowances.cancel).toEqual({
      allowed: false,
      why: expect.stringContaining('merged already'),
    });
    expect(Object.keys(detail.promotion)).not.toContain('tracking');
    await expect(query.get({ id: 'nope', credentials, user })).rejects.toThrow(
      NotFoundError,
    );
  });

  it('lists by service, environment and whether it is under way', async () => {
    const { world, query, opened, cancel } = await setUp();
    const { credentials } = world;
    const first = await opened();
    await cancel(first);
    world.pass(1_000);
    const second = await opened();
    const list = async (filter: Parameters<typeof query.list>[0]['filter']) =>
      (await query.list({ filter, credentials })).map(({ id }) => id);
    expect(await list({})).toEqual([second, first]);
    expect(await list({ active: true })).toEqual([second]);
    expect(await list({ active: false })).toEqual([first]);
    expect(await list({ entityRef, environment: 'staging' })).toHaveLength(2);
    expect(await list({ environment: 'prod' })).toEqual([]);
    expect(await list({ entityRef: 'component:default/none' })).toEqual([]);
    expect(await query.active({ entityRefs: [entityRef] })).toMatchObject([
      { id: second },
    ]);
  });
});
