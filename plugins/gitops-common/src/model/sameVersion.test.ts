import { isSameVersion } from './sameVersion';
import { Image, Version } from './version';

const orders = (part: Partial<Image>): Image => ({ name: 'orders', ...part });
const version = (...images: Image[]): Version => ({ images });
const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

describe('isSameVersion', () => {
  it.each<[string, Version, Version, boolean]>([
    [
      'tags',
      version(orders({ tag: '1' })),
      version(orders({ tag: '1', digest })),
      true,
    ],
    [
      'tags before digests',
      version(orders({ tag: '1', digest: other })),
      version(orders({ tag: '1', digest })),
      true,
    ],
    [
      'other tags',
      version(orders({ tag: '1' })),
      version(orders({ tag: '2' })),
      false,
    ],
    [
      'a digest beside a tag, and alone',
      version(orders({ tag: '1', digest })),
      version(orders({ digest })),
      true,
    ],
    [
      'another digest alone',
      version(orders({ tag: '1', digest })),
      version(orders({ digest: other })),
      false,
    ],
    [
      'a tag alone and a digest alone',
      version(orders({ tag: '1' })),
      version(orders({ digest })),
      false,
    ],
    [
      'a tag and nothing',
      version(orders({ tag: '1' })),
      version(orders({})),
      false,
    ],
    [
      'a sidecar of one side',
      version(orders({ tag: '1' }), { name: 'proxy', tag: '9' }),
      version(orders({ tag: '1' })),
      true,
    ],
    [
      'two versions at once',
      version(orders({ tag: '1' }), orders({ tag: '2' })),
      version(orders({ tag: '2' })),
      false,
    ],
    ['nothing at all', version(), version(), true],
  ])('compares %s', (_, a, b, expected) => {
    expect([isSameVersion(a, b), isSameVersion(b, a)]).toEqual([
      expected,
      expected,
    ]);
  });
});
