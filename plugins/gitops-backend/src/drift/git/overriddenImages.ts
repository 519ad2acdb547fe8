import {
  formatImageReference,
  parseImageReference,
  Source,
} from '@fairlead/backstage-plugin-gitops-common';
import { mapLeaves, Sourced } from './Sourced';

/** An object after the images that the engine's own object sets over those in the files. */
export function overriddenImages(
  root: Sourced,
  { overrides = [] }: Pick<Source, 'overrides'>,
): Sourced {
  return overrides
    .filter(({ kind }) => kind === 'kustomize-image')
    .reduce((before, { value, pointer }) => {
      const equals = value.indexOf('=');
      const image = parseImageReference(value.slice(equals + 1));
      const alias = equals < 0 ? image.name : value.slice(0, equals);
      return mapLeaves(before, (leaf, path) => {
        if (
          path[path.length - 1] !== 'image' ||
          typeof leaf.value !== 'string'
        ) {
          return leaf;
        }
        const { name, ...version } = parseImageReference(leaf.value);
        if (name !== alias) return leaf;
        const own =
          image.tag || image.digest ? image : { ...version, ...image };
        return {
          ...leaf,
          value: formatImageReference(own),
          origin: {
            type: 'none',
            why: `It is set by the engine's own object (${pointer}), over what is in the files.`,
          },
        };
      });
    }, root);
}
