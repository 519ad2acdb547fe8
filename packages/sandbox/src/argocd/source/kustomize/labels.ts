import { KubeObject } from '../../../contracts';
import { isRecord, JsonRecord, recordAt } from '../../../json';
import { podMetadataOf } from '../../../podSpec';

/** Sets labels on objects, on the pods they make, and on what selects these pods, as far as asked. */
export function addLabels(
  objects: KubeObject[],
  options: {
    pairs: Record<string, string>;
    selectors: boolean;
    templates: boolean;
  },
): void {
  const { pairs, selectors, templates } = options;
  if (Object.keys(pairs).length === 0) return;
  for (const object of objects) {
    object.metadata.labels = { ...object.metadata.labels, ...pairs };
    if (selectors || templates) addTo(podMetadataOf(object), 'labels', pairs);
    if (selectors) addToSelector(object, pairs);
  }
}

export function addAnnotations(
  objects: KubeObject[],
  pairs: Record<string, string>,
): void {
  if (Object.keys(pairs).length === 0) return;
  for (const object of objects) {
    object.metadata.annotations = { ...object.metadata.annotations, ...pairs };
    addTo(podMetadataOf(object), 'annotations', pairs);
  }
}

function addToSelector(object: KubeObject, pairs: Record<string, string>) {
  const spec = recordAt(object, 'spec');
  if (object.kind === 'Service' && isRecord(spec.selector)) {
    Object.assign(spec.selector, pairs);
  } else if (isRecord(spec.selector)) {
    addTo(spec.selector, 'matchLabels', pairs);
  }
}

function addTo(
  holder: JsonRecord | undefined,
  field: string,
  pairs: Record<string, string>,
) {
  if (!holder) return;
  holder[field] = { ...recordAt(holder, field), ...pairs };
}
