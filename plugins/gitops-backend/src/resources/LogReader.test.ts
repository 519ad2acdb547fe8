import { LogReader } from './LogReader';
import { ShopCluster } from './__testUtils__/ShopCluster';

const signal = new AbortController().signal;

describe('LogReader', () => {
  let shop: ShopCluster;
  const log = jest.fn(async () => 'one\ntwo\n');

  beforeAll(async () => {
    shop = await ShopCluster.start();
    shop.fill();
  });

  afterAll(async () => {
    await shop.stop();
  });

  async function read(pod: string, container = 'app') {
    const { managed, objects, served, target } = shop;
    // The clusters of the sandbox keep no logs.
    jest.spyOn(objects, 'log').mockImplementation(log);
    return LogReader.create({ managed, objects, served }).read({
      target,
      signal,
      namespace: 'orders',
      pod,
      container,
      previous: true,
    });
  }

  it('reads the end of the log of a pod that belongs to the target', async () => {
    expect(await read('orders-2-b')).toEqual({
      lines: ['one', 'two'],
      truncated: false,
    });
    expect(log).toHaveBeenLastCalledWith(
      expect.objectContaining({
        cluster: 'hub',
        namespace: 'orders',
        pod: 'orders-2-b',
        container: 'app',
        previous: true,
      }),
    );
    log.mockResolvedValueOnce(
      Array.from({ length: 201 }, (_, index) => `line ${index}`).join('\n'),
    );
    const long = await read('orders-2-b');
    expect(long).toMatchObject({ truncated: true });
    expect(long.lines).toHaveLength(200);
    expect(long.lines[199]).toBe('line 200');
  });

  it.each([
    ['the pod of somebody else', 'stranger', 'app'],
    ['a pod that is not there', 'nothing', 'app'],
    ['a container that is not there', 'orders-2-b', 'other'],
  ])('does not read %s', async (_, pod, container) => {
    log.mockClear();
    await expect(read(pod, container)).rejects.toThrow(
      `orders-prod has no pod orders/${pod} with a container ${container}`,
    );
    expect(log).not.toHaveBeenCalled();
  });

  it('does not believe a pod that only says whose it is', async () => {
    shop.put('apps/v1', 'ReplicaSet', 'fake', {
      spec: { replicas: 1 },
    });
    shop.cluster.objects.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'liar',
        namespace: 'orders',
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'orders',
            uid: 'no',
          },
        ],
      },
      spec: { containers: [{ name: 'app', image: 'b:1' }] },
    });
    log.mockClear();
    await expect(read('liar')).rejects.toThrow('has no pod');
    expect(log).not.toHaveBeenCalled();
  });
});
