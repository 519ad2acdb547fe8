import { Image, PlannedEdit } from '@fairlead/backstage-plugin-gitops-common';
import { LocatedScalar } from './yaml/ScalarPlace';

/** One scalar that holds a part of an image's version. */
export interface ImagePart {
  scalar: LocatedScalar;
  what: PlannedEdit['what'];
  /** The scalar's text with `{tag}` and `{digest}` in the places of tag and digest. */
  template: string;
}

/** The container that a manifest gives an image to, so that a patch of the same container is recognized. */
export interface ContainerRef {
  kind: string;
  workload: string;
  list: string;
  index: number;
  container: string;
}

/** A place, or a few that belong together, that decides which version of an image is deployed. */
export interface ImageSlot {
  /** The image as deployed; undefined when this place doesn't say which image it is for (a lone Helm `tag`). */
  name?: string;
  /** Name that the manifests use where a kustomize `images` entry deploys it under another one. */
  alias?: string;
  /** Set when the name has no registry, and a chart's template may put one before it. */
  registryUnknown?: boolean;
  tag?: string;
  digest?: string;
  /** What has to change together. Empty: the image is written here, but its version isn't. */
  parts: ImagePart[];
  container?: ContainerRef;
}

/** What a part must say for the image to be at this version; undefined when the image lacks the tag or digest for it. */
export function renderPart(part: ImagePart, image: Image): string | undefined {
  const { template } = part;
  if (
    (template.includes('{tag}') && !image.tag) ||
    (template.includes('{digest}') && !image.digest)
  ) {
    return undefined;
  }
  return template
    .replace('{tag}', () => image.tag ?? '')
    .replace('{digest}', () => image.digest ?? '');
}
