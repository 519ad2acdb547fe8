import { isMergedList, listKeyOf } from '../compare/listKeys';
import { isRecord } from '../../manifests/isRecord';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { plainOf, Sourced } from './Sourced';

/**
 * An object after a strategic merge patch: maps are merged, lists of a pod by the names of their items where the kind
 * is one of Kubernetes' own. Throws ManifestProblem for what the patch asks for in words of its own (`$patch`).
 */
export function mergePatch(options: {
  base: Sourced | undefined;
  patch: Sourced;
  /** The kind is Kubernetes' own. */
  strategic: boolean;
  /** Path of the patch in the repository, for messages. */
  file: string;
  /** Name of the field that is merged. */
  name?: string;
}): Sourced {
  const { base, patch, name = '' } = options;
  if (patch.type === 'map') {
    return mergeMaps({ ...options, patch });
  }
  if (
    options.strategic &&
    patch.type === 'list' &&
    base?.type === 'list' &&
    isMergedList(name)
  ) {
    return mergeLists({ ...options, base, patch, name });
  }
  return patch;
}

type Options = Parameters<typeof mergePatch>[0];

function mergeMaps(
  options: Options & { patch: Extract<Sourced, { type: 'map' }> },
): Sourced {
  const { base, patch, file } = options;
  const entries = new Map(base?.type === 'map' ? base.entries : []);
  for (const [key, value] of patch.entries) {
    if (key.startsWith('$')) {
      throw new ManifestProblem(
        'ambiguous',
        `${file} uses ${key}, which is not followed here`,
        { file },
      );
    }
    if (value.type === 'leaf' && value.value === null) {
      entries.delete(key);
    } else {
      entries.set(
        key,
        mergePatch({
          ...options,
          base: entries.get(key),
          patch: value,
          name: key,
        }),
      );
    }
  }
  return { type: 'map', entries };
}

function mergeLists(
  options: Options & {
    base: Extract<Sourced, { type: 'list' }>;
    patch: Extract<Sourced, { type: 'list' }>;
    name: string;
  },
): Sourced {
  const { base, patch, name, file } = options;
  const plain = [base, patch].map(({ items }) =>
    items.map(plainOf).map(item => (isRecord(item) ? item : undefined)),
  );
  const key = listKeyOf(name, plain);
  if (!key) {
    throw new ManifestProblem(
      'ambiguous',
      `${file} changes ${name}, whose items can't be told apart`,
      { file },
    );
  }
  const [old, added] = plain;
  const items = [...base.items];
  const keys = old.map(item => item?.[key]);
  patch.items.forEach((item, index) => {
    const at = keys.indexOf(added[index]?.[key]);
    if (at >= 0) {
      items[at] = mergePatch({
        ...options,
        base: items[at],
        patch: item,
        name: '',
      });
    } else {
      items.push(item);
    }
  });
  return { type: 'list', items };
}
