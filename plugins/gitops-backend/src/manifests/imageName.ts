import { ImageSlot } from './ImageSlot';

/** An image's name in one spelling: Docker Hub's host and its `library/` may be left out. */
export function canonicalImageName(name: string): string {
  return name
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '');
}

/** Whether two names are one image. */
export function isSameName(one: string, other: string): boolean {
  return canonicalImageName(one) === canonicalImageName(other);
}

/** Whether a slot is for this deployed image. */
export function decides(slot: ImageSlot, deployed: string): boolean {
  const { name, registryUnknown } = slot;
  return (
    name !== undefined &&
    (isSameName(name, deployed) ||
      (registryUnknown === true && deployed.endsWith(`/${name}`)))
  );
}
