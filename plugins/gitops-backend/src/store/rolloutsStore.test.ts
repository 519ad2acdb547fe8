import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import {
  RolloutStatus,
  targetIdOf,
} from '@fairlead/backstage-plugin-gitops-common';
import { testDatabases } from '../__testUtils__/testDatabases';
import { rolloutStatus } from '../targets/__testUtils__/rolloutStatus';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { openDatabase } from './openDatabase';
import { rolloutsStore } from './rolloutsStore';
import { StatusWrite } from './StatusTable';
import { TargetSourcesStore } from './TargetSourcesStore';
import { TargetsStore } from './TargetsStore';

const databases = testDatabases();
jest.setTimeout(60_000);

const source = (cluster: string) => ({
  cluster,
  resource: 'rollouts.argoproj.io',
});
const applications = { cluster: 'hub', resource: 'applications.argoproj.io' };

async function open(id: TestDatabaseId) {
  const knex = await databases.init(id);
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  const sources = TargetSourcesStore.create({ database: knex });
  const targets = TargetsStore.create({ database: knex, sources });
  const rollouts = rolloutsStore({ database: knex, sources });
  for (const cluster of ['hub', 'spoke']) {
    await sources.ensure({ ...source(cluster), kind: 'Rollout' });
  }
  const write = (writes: Array<[string, StatusWrite<RolloutStatus>]>) =>
    rollouts.write({ objects: new Map(writes), positions: [] });
  const put = (...statuses: RolloutStatus[]) =>
    write(
      statuses.map(status => [
        targetIdOf(status.object),
        { type: 'put', source: source(status.object.cluster), status },
      ]),
    );
  /** A target that an engine on the hub deploys to a cluster, and that has these rollouts. */
  const deploy = async (
    name: string,
    options: { to?: string; rollouts: string[] },
  ) => {
    const target = storedTarget({ name });
    const rolloutRefs = options.rollouts.map(each => ({
      kind: 'Rollout',
      namespace: 'orders',
      name: each,
    }));
    await targets.write({
      targets: new Map([
        [
          target.id,
          {
            type: 'put',
            source: applications,
            status: { ...target.status, rolloutRefs },
            ...(options.to && { destination: options.to }),
          },
        ],
      ]),
      positions: [],
    });
    return target.id;
  };
  const shown = async (targetId: string) => {
    const [target] = await targets.find([{ id: targetId }]);
    return (target.rollouts ?? []).map(({ object }) => object.name);
  };
  return { sources, targets, rollouts, write, put, deploy, shown };
}

describe.each(databases.eachSupportedId())('rolloutsStore on %s', id => {
  it('shows a rollout with the target that has it, on the cluster that the target deploys to', async () => {
    const { put, deploy, shown, targets } = await open(id);
    const here = rolloutStatus({ cluster: 'spoke', name: 'orders' });
    expect(
      await put(here, rolloutStatus({ cluster: 'hub', name: 'orders' })),
    ).toEqual([]);
    const onSpoke = await deploy('a', { to: 'spoke', rollouts: ['orders'] });
    const unknown = await deploy('b', { rollouts: ['orders'] });
    const without = await deploy('c', { to: 'spoke', rollouts: [] });
    expect(await shown(onSpoke)).toEqual(['orders']);
    expect(await shown(unknown)).toEqual([]);
    expect(await shown(without)).toEqual([]);
    const [first] = await targets.all();
    expect(first.rollouts).toEqual([here]);

    // It lists another one now.
    await deploy('a', { to: 'spoke', rollouts: ['web', 'orders'] });
    expect(await put(rolloutStatus({ cluster: 'spoke', name: 'web' }))).toEqual(
      [onSpoke],
    );
    expect(await shown(onSpoke)).toEqual(['orders', 'web']);
    await deploy('a', { to: 'spoke', rollouts: ['web'] });
    expect(await shown(onSpoke)).toEqual(['web']);
  });

  it('says which targets look different, and only when they do', async () => {
    const { put, write, deploy, shown, rollouts } = await open(id);
    const status = rolloutStatus({ cluster: 'hub', name: 'orders' });
    const target = await deploy('a', { to: 'hub', rollouts: ['orders'] });
    expect(await put(status)).toEqual([target]);
    expect(await put(status)).toEqual([]);
    expect(await put({ ...status, state: 'paused' })).toEqual([target]);
    const rollout = targetIdOf(status.object);
    expect(await write([[rollout, { type: 'remove' }]])).toEqual([target]);
    expect(await write([[rollout, { type: 'remove' }]])).toEqual([]);
    await put(status);
    expect(
      await rollouts.removeUnseen(source('hub'), new Set([rollout])),
    ).toEqual([]);
    expect(await rollouts.removeUnseen(source('hub'), new Set())).toEqual([
      target,
    ]);
    expect(await shown(target)).toEqual([]);
  });

  it('marks what may be old: of an object that is odd, or of a cluster that is away', async () => {
    const { put, write, deploy, targets, sources } = await open(id);
    const status = rolloutStatus({ cluster: 'hub', name: 'orders' });
    await deploy('a', { to: 'hub', rollouts: ['orders'] });
    await put(status);
    await write([
      [targetIdOf(status.object), { type: 'mark', reason: 'odd' }],
      ['hub:argoproj.io:rollout:orders:never', { type: 'mark', reason: 'odd' }],
    ]);
    const stale = async () => (await targets.all())[0].rollouts?.[0].stale;
    expect(await stale()).toBe('odd');
    await put(status);
    expect(await stale()).toBeUndefined();
    await sources.report(source('hub'), {
      state: 'failing',
      since: '2026-10-01T00:00:00.000Z',
      problem: { message: 'hub is down', fault: 'network' },
    });
    expect(await stale()).toBe(
      "It can't be read since 2026-10-01T00:00:00.000Z: hub is down",
    );
  });

  it('counts the stable version as live while another one is brought in', async () => {
    const { put, deploy, targets } = await open(id);
    await deploy('a', { to: 'hub', rollouts: ['orders'] });
    const stable = {
      id: '1',
      images: [{ name: 'ghcr.io/acme/orders', tag: '0.9.0' }],
    };
    const tags = async () =>
      (await targets.all())[0].status.version.images.map(({ tag }) => tag);
    const status = rolloutStatus({ cluster: 'hub', name: 'orders' });
    await put({ ...status, state: 'progressing', stable });
    expect(await tags()).toEqual(['1.0.0', '0.9.0']);
    await put({ ...status, state: 'stable', stable });
    expect(await tags()).toEqual(['1.0.0']);
  });
});
