import { Image } from '@fairlead/backstage-plugin-gitops-common';
import { ImageSlot } from '../../manifests/ImageSlot';
import { decides } from '../../manifests/imageName';

/**
 * Gives slots that don't say which image they are for (a lone Helm `image.tag`) the name of the one running image
 * that has this very version and no slot of its own.
 */
export function nameUnnamedSlots(
  slots: readonly ImageSlot[],
  running: readonly Image[],
): ImageSlot[] {
  const free = running.filter(
    image => !slots.some(slot => decides(slot, image.name)),
  );
  return slots.map(slot => {
    if (slot.name !== undefined) {
      return slot;
    }
    const fitting = free.filter(
      ({ tag, digest }) =>
        (slot.tag && slot.tag === tag) ||
        (slot.digest && slot.digest === digest),
    );
    return fitting.length === 1 ? { ...slot, name: fitting[0].name } : slot;
  });
}
