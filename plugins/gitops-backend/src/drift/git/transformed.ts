import {
  formatImageReference,
  Image,
  parseImageReference,
} from '@fairlead/backstage-plugin-gitops-common';
import { ImageSlot } from '../../manifests/ImageSlot';
import { imageEntrySlot } from '../../manifests/kustomize/imageEntrySlot';
import { Kustomization } from '../../manifests/kustomize/Kustomization';
import { YamlPath } from '../../manifests/yaml/YamlPath';
import { KustomizeFields } from './kustomizeSchema';
import { Rendered } from './Rendered';
import {
  mapLeaves,
  Sourced,
  sourcedAt,
  SourcedLeaf,
  withSourcedAt,
} from './Sourced';

/** Where labels are, of which kustomize writes some. */
const labelPlaces: YamlPath[] = [
  ['metadata', 'labels'],
  ['spec', 'selector', 'matchLabels'],
  ['spec', 'selector'],
  ['spec', 'template', 'metadata', 'labels'],
];
const annotationPlaces: YamlPath[] = [
  ['metadata', 'annotations'],
  ['spec', 'template', 'metadata', 'annotations'],
];

const counted = ['Deployment', 'ReplicaSet', 'StatefulSet', 'Rollout'];

/** An object after the names, labels, counts and images that a kustomization gives it. */
export function transformed(
  object: Rendered,
  options: { kustomization: Kustomization; fields: KustomizeFields },
): Rendered {
  const { kustomization, fields } = options;
  const file = kustomization.file.path;
  const name = nameOf(object.root);
  const own = (value: string): SourcedLeaf => ({
    type: 'leaf',
    value,
    origin: {
      type: 'none',
      why: `It is set by ${file} for all that it builds.`,
    },
  });
  let root = object.root;
  const set = (path: YamlPath, value: Sourced) => {
    root = withSourcedAt(root, path, value) ?? root;
  };
  if (fields.namePrefix || fields.nameSuffix) {
    set(
      ['metadata', 'name'],
      own(`${fields.namePrefix ?? ''}${name}${fields.nameSuffix ?? ''}`),
    );
  }
  if (fields.namespace) set(['metadata', 'namespace'], own(fields.namespace));
  const labels = Object.entries({
    ...Object.assign({}, ...(fields.labels ?? []).map(({ pairs }) => pairs)),
    ...fields.commonLabels,
  });
  const annotations = Object.entries(fields.commonAnnotations ?? {});
  for (const [places, pairs] of [
    [labelPlaces, labels],
    [annotationPlaces, annotations],
  ] as const) {
    for (const [key, value] of pairs) {
      for (const [index, place] of places.entries()) {
        // What is written at the other places depends on more than this; it is only corrected where it is.
        if (index === 0 || sourcedAt(root, [...place, key])) {
          set([...place, key], own(`${value}`));
        }
      }
    }
  }
  const count = (fields.replicas ?? []).findIndex(each => each.name === name);
  if (count >= 0 && counted.includes(object.kind)) {
    set(['spec', 'replicas'], {
      type: 'leaf',
      value: fields.replicas?.[count].count,
      origin: {
        type: 'scalar',
        file: kustomization.file,
        document: 0,
        path: ['replicas', count, 'count'],
      },
    });
  }
  const generated = [
    ...(fields.configMapGenerator ?? []),
    ...(fields.secretGenerator ?? []),
  ].map(each => each.name);
  root = mapLeaves(root, (leaf, path) => {
    if (generated.includes(`${leaf.value}`)) return { ...leaf, hashed: true };
    return path[path.length - 1] === 'image'
      ? withImages(leaf, kustomization)
      : leaf;
  });
  return {
    ...object,
    root,
    ...((labels.length > 0 ||
      annotations.length > 0 ||
      fields.namePrefix ||
      fields.nameSuffix) && { inexact: true }),
  };
}

/** An image after the `images` of a kustomization. */
function withImages(
  leaf: SourcedLeaf,
  { images, file }: Kustomization,
): SourcedLeaf {
  if (typeof leaf.value !== 'string') return leaf;
  const image = parseImageReference(leaf.value);
  const entry = images.find(({ name }) => name === image.name);
  if (!entry) return leaf;
  const slot = imageEntrySlot({ file, document: 0, path: ['images'] }, entry);
  const name = entry.newName ?? image.name;
  if (!slot) {
    return {
      ...leaf,
      value: formatImageReference({ ...image, name }),
      origin: {
        type: 'none',
        why: `${file.path} deploys this image under another name.`,
      },
    };
  }
  return {
    ...leaf,
    value: formatImageReference(imageOf(slot, name)),
    origin: { type: 'image', slot: { ...slot, name } },
  };
}

function imageOf(slot: ImageSlot, name: string): Image {
  return {
    name,
    ...(slot.tag && { tag: slot.tag }),
    ...(slot.digest && { digest: slot.digest }),
  };
}

function nameOf(root: Sourced): string {
  const name = sourcedAt(root, ['metadata', 'name']);
  return name?.type === 'leaf' ? `${name.value}` : '';
}
