import { parseImageReference } from '@fairlead/backstage-plugin-gitops-common';
import { ImageSlot } from '../ImageSlot';
import { isRecord } from '../isRecord';
import { LocatedScalar, locateScalar } from '../yaml/ScalarPlace';
import { SourceSettings } from './ApplicationManifest';
import { settingAt } from './settingAt';

/** The slots after the `kustomize.images` of a source, which win over what is in its files. */
export function withImageOverrides(
  slots: readonly ImageSlot[],
  settings: SourceSettings,
): ImageSlot[] {
  const { file, document, base } = settings;
  const kustomize = settingAt(settings, 'kustomize');
  const images = isRecord(kustomize) ? kustomize.images : undefined;
  return (Array.isArray(images) ? images : []).reduce<ImageSlot[]>(
    (before, _, index) => {
      const path = [...base, 'kustomize', 'images', index];
      const scalar = locateScalar(file, document, path);
      const own = scalar && overrideSlot(scalar);
      if (!own) {
        return before;
      }
      const rest = before.filter(({ name }) => name !== own.alias);
      return own.parts.length > 0
        ? [...rest, own]
        : before.map(slot =>
            slot.name === own.alias
              ? { ...slot, name: own.name, alias: own.alias }
              : slot,
          );
    },
    [...slots],
  );
}

/** `[old=]name[:tag][@digest]` */
function overrideSlot(scalar: LocatedScalar): ImageSlot {
  const equals = scalar.text.indexOf('=');
  const { name, tag, digest } = parseImageReference(
    scalar.text.slice(equals + 1),
  );
  const template = [
    scalar.text.slice(0, equals + 1),
    name,
    tag ? ':{tag}' : '',
    digest ? '@{digest}' : '',
  ].join('');
  return {
    name,
    alias: equals < 0 ? name : scalar.text.slice(0, equals),
    ...(tag ? { tag } : {}),
    ...(digest ? { digest } : {}),
    parts: tag || digest ? [{ scalar, what: 'image-reference', template }] : [],
  };
}
