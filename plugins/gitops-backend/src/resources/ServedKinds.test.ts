import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { ServedKind } from './ClusterResources';
import { ServedKinds } from './ServedKinds';

const deployments: ServedKind = {
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true,
};

function openWorld() {
  let time = 0;
  const groups = new Map<string, ServedKind[]>([['apps/v1', [deployments]]]);
  const served = jest.fn(async ({ apiVersion }: { apiVersion: string }) => {
    const kinds = groups.get(apiVersion);
    if (!kinds) throw new NotFoundError(`No ${apiVersion}`);
    return kinds;
  });
  const preferredVersion = jest.fn(async ({ group }: { group: string }) => {
    if (group !== 'apps') throw new NotFoundError(`No ${group}`);
    return 'v1';
  });
  return {
    groups,
    served,
    pass: (ms: number) => {
      time += ms;
    },
    kinds: ServedKinds.create({
      objects: { served, preferredVersion },
      now: () => time,
    }),
  };
}

const deployment = { cluster: 'hub', group: 'apps', kind: 'Deployment' };
const found = {
  apiVersion: 'apps/v1',
  plural: 'deployments',
  namespaced: true,
};

describe('ServedKinds', () => {
  it('asks once for a group, however many want to know at the same time', async () => {
    const { kinds, served, pass } = openWorld();
    const asked = [1, 2, 3].map(() =>
      kinds.find({ ...deployment, version: 'v1' }),
    );
    expect(await Promise.all(asked)).toEqual([found, found, found]);
    pass(9 * 60_000);
    await kinds.find({ ...deployment, version: 'v1' });
    expect(served).toHaveBeenCalledTimes(1);
    await kinds.find({ ...deployment, cluster: 'other', version: 'v1' });
    expect(served).toHaveBeenCalledTimes(2);
  });

  it('takes the preferred version where the named one is gone, or none is named', async () => {
    const { kinds } = openWorld();
    expect(await kinds.find({ ...deployment, version: 'v1beta2' })).toEqual(
      found,
    );
    expect(await kinds.find(deployment)).toEqual(found);
  });

  it('finds a kind that was installed a little while ago, without asking all the time', async () => {
    const { kinds, groups, served, pass } = openWorld();
    const daemon = { ...deployment, kind: 'DaemonSet', version: 'v1' };
    expect(await kinds.find(daemon)).toBeUndefined();
    const { length } = served.mock.calls;
    groups.set('apps/v1', [
      { kind: 'DaemonSet', plural: 'daemonsets', namespaced: true },
    ]);
    expect(await kinds.find(daemon)).toBeUndefined();
    expect(served).toHaveBeenCalledTimes(length);
    pass(31_000);
    expect(await kinds.find(daemon)).toMatchObject({ plural: 'daemonsets' });
  });

  it('tells what is not served from what can not be asked', async () => {
    const { kinds, served } = openWorld();
    const other = { ...deployment, group: 'example.com', version: 'v1' };
    expect(await kinds.find(other)).toBeUndefined();
    served.mockRejectedValueOnce(new ServiceUnavailableError('away'));
    const asked = { ...deployment, version: 'v1' };
    await expect(kinds.find(asked)).rejects.toThrow('away');
    expect(await kinds.find(asked)).toEqual(found);
  });
});
