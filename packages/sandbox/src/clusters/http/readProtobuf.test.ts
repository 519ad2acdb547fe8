import { startTestCluster } from '../__testUtils__/startTestCluster';
import { protobufType, readProtobuf } from './readProtobuf';

/** A namespace as `kubectl create namespace made` sends it. */
const namespace = Buffer.concat([
  Buffer.from('k8s\0'),
  Buffer.from([0x0a, 15, 0x0a, 2]),
  Buffer.from('v1'),
  Buffer.from([0x12, 9]),
  Buffer.from('Namespace'),
  Buffer.from([0x12, 26, 0x0a, 20, 0x0a, 4]),
  Buffer.from('made'),
  Buffer.from([0x12, 0, 0x5a, 10, 0x0a, 1]),
  Buffer.from('a'),
  Buffer.from([0x12, 5]),
  Buffer.from('label'),
  Buffer.from([0x12, 0, 0x1a, 0, 0x1a, 0, 0x22, 0]),
]);

describe('readProtobuf', () => {
  it('reads the kinds that it knows', () => {
    expect(readProtobuf(namespace)).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'made', labels: { a: 'label' } },
    });
  });

  it('reads no others, and no other bytes', () => {
    const other = Buffer.from(
      namespace.toString('latin1').replace('Namespace', 'Eventlike'),
      'latin1',
    );
    expect(readProtobuf(other)).toBeUndefined();
    expect(() => readProtobuf(namespace.subarray(0, 30))).toThrow('cut');
    expect(() => readProtobuf(Buffer.from('{}'))).toThrow('does not begin');
  });

  it('is what a request may send, where the kind is known', async () => {
    const { cluster, admin, objects } = await startTestCluster({ crds: [] });
    const headers = { 'content-type': protobufType };
    const post = (path: string, body: Buffer) =>
      admin.request('POST', path, { headers, body });
    expect((await post('/api/v1/namespaces', namespace)).status).toBe(201);
    expect(
      objects.get({ apiVersion: 'v1', kind: 'Namespace', name: 'made' }),
    ).toMatchObject({ metadata: { labels: { a: 'label' } } });
    expect(
      (await post('/api/v1/namespaces', Buffer.from('k8s\0'))).status,
    ).toBe(415);
    expect((await post('/api/v1/namespaces', Buffer.from('x'))).status).toBe(
      400,
    );
    await cluster.stop();
  });
});
