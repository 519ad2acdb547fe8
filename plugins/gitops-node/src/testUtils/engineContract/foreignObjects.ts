import { Sample } from './Sample';

/** What no engine may take for its own, each with a name. */
export function foreignObjects(
  samples: readonly Sample[],
): Array<[name: string, object: unknown]> {
  const metadata = { name: 'orders', namespace: 'shop' };
  return [
    ['a text', 'nonsense'],
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['an empty object', {}],
    ['a Secret', { apiVersion: 'v1', kind: 'Secret', metadata, data: {} }],
    ...samples.slice(0, 1).flatMap<[string, unknown]>(({ object }) => [
      [
        'its kind of another group',
        { ...object, apiVersion: 'example.org/v1' },
      ],
      ['another kind of its group', { ...object, kind: 'Nonsense' }],
    ]),
  ];
}
