import fc from 'fast-check';
import { formatImageReference, parseImageReference } from './imageReference';
import { versionLabel } from './versionLabel';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('image references', () => {
  it.each([
    ['orders', { name: 'orders' }],
    [
      'ghcr.io/acme/orders:1.4.2',
      { name: 'ghcr.io/acme/orders', tag: '1.4.2' },
    ],
    ['registry.example:5000/orders', { name: 'registry.example:5000/orders' }],
    [
      'registry.example:5000/orders:1.10',
      { name: 'registry.example:5000/orders', tag: '1.10' },
    ],
    [`orders@${digest}`, { name: 'orders', digest }],
    [`orders:1.4.2@${digest}`, { name: 'orders', tag: '1.4.2', digest }],
  ])('reads %s', (reference, image) => {
    expect(parseImageReference(reference)).toEqual(image);
  });

  it('reads back what it writes', () => {
    const word = fc.stringMatching(/^[a-z0-9]+([._-][a-z0-9]+)*$/, {
      maxLength: 12,
    });
    const images = fc.record(
      {
        name: fc
          .tuple(
            fc.constantFrom('', 'ghcr.io/', 'localhost:5000/'),
            fc.array(word, { minLength: 1, maxLength: 3 }),
          )
          .map(([registry, path]) => `${registry}${path.join('/')}`),
        tag: fc.stringMatching(/^\w[\w.-]{0,20}$/),
        digest: fc.constant(digest),
      },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(images, image => {
        expect(parseImageReference(formatImageReference(image))).toEqual(image);
      }),
    );
  });
});

describe('labels of versions', () => {
  const image = (name: string, tag?: string) => ({ name, ...(tag && { tag }) });

  it.each([
    ['one image', { images: [image('acme/orders', '1.4.2')] }, '1.4.2'],
    [
      'images that agree',
      { images: [image('acme/orders', '2'), image('acme/worker', '2')] },
      '2',
    ],
    [
      'images that differ',
      { images: [image('acme/orders', '1'), image('acme/worker', '2')] },
      'orders 1, worker 2',
    ],
    [
      'old and new of one image',
      { images: [image('acme/orders', '1'), image('acme/orders', '2')] },
      '1, 2',
    ],
    ['no tag', { images: [image('acme/orders')] }, 'latest'],
    ['a digest', { images: [{ name: 'acme/orders', digest }] }, '0123456789ab'],
    [
      'a chart',
      { images: [], chart: { name: 'web', version: '1.2.0' } },
      'web 1.2.0',
    ],
    ['nothing', { images: [] }, ''],
  ])('%s', (_, version, label) => {
    expect(versionLabel(version)).toBe(label);
  });
});
