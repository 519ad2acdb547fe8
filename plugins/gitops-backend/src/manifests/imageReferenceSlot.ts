import { parseImageReference } from '@fairlead/backstage-plugin-gitops-common';
import { ImageSlot } from './ImageSlot';
import { LocatedScalar } from './yaml/ScalarPlace';

/** The slot of a scalar that is a whole image reference, such as `ghcr.io/acme/orders:1.4.2`. */
export function imageReferenceSlot(scalar: LocatedScalar): ImageSlot {
  const { name, tag, digest } = parseImageReference(scalar.text);
  const template = [
    name,
    tag || !digest ? ':{tag}' : '',
    digest ? '@{digest}' : '',
  ].join('');
  return {
    name,
    ...(tag ? { tag } : {}),
    ...(digest ? { digest } : {}),
    parts: [{ scalar, what: 'image-reference', template }],
  };
}
