import { templateDigest } from './templateDigest';

const podSpec = {
  containers: [
    {
      name: 'orders',
      image: 'ghcr.io/acme/orders:1.10',
      envFrom: [{ configMapRef: { name: 'orders' } }],
    },
  ],
  volumes: [{ name: 'keys', secret: { secretName: 'orders-keys' } }],
};

describe('templateDigest', () => {
  it('is the same for the copy that Flagger makes', () => {
    const copy = {
      volumes: [
        { secret: { secretName: 'orders-keys-primary' }, name: 'keys' },
      ],
      containers: [
        {
          ...podSpec.containers[0],
          envFrom: [{ configMapRef: { name: 'orders-primary' } }],
        },
      ],
    };
    const annotations = { checksum: 'a' };
    expect(
      templateDigest({
        annotations: { ...annotations, 'flagger-id': 'f0e2' },
        podSpec: copy,
      }),
    ).toBe(templateDigest({ annotations, podSpec }));
  });

  it.each([
    ['annotation', { annotations: { checksum: 'b' }, podSpec }],
    [
      'field',
      { annotations: null, podSpec: { ...podSpec, hostNetwork: true } },
    ],
    ['list', { annotations: null, podSpec: { ...podSpec, volumes: [] } }],
  ])('is another one with another %s', (_, options) => {
    const digest = templateDigest({ annotations: null, podSpec });
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(templateDigest(options)).not.toBe(digest);
  });

  it('is none without a template', () => {
    expect(
      templateDigest({ annotations: {}, podSpec: undefined }),
    ).toBeUndefined();
  });
});
