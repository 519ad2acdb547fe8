import { ImageSlot } from './ImageSlot';
import { imageReferenceSlot } from './imageReferenceSlot';
import { isRecord } from './isRecord';
import { locateScalar, ScalarPlace } from './yaml/ScalarPlace';
import { YamlFile } from './yaml/YamlFile';
import { YamlPath } from './yaml/YamlPath';

const containerLists = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
]);

/**
 * The container images in Kubernetes manifests, of any kind: pods are found wherever they are nested (Deployment,
 * StatefulSet, DaemonSet, Job, CronJob, Rollout, a List of them), as kustomize finds them.
 */
export function workloadImages(
  file: YamlFile,
  host?: ScalarPlace,
): ImageSlot[] {
  return file.documents.flatMap((_, document) => {
    const slots: ImageSlot[] = [];
    const visit = (value: unknown, path: YamlPath, owner: Owner): void => {
      if (Array.isArray(value)) {
        value.forEach((item, index) => visit(item, [...path, index], owner));
        return;
      }
      if (!isRecord(value)) {
        return;
      }
      const inner = ownerOf(value) ?? owner;
      for (const [key, item] of Object.entries(value)) {
        if (containerLists.has(key) && Array.isArray(item)) {
          item.forEach((container: unknown, index) => {
            if (!isRecord(container)) {
              return;
            }
            const at = [...path, key, index, 'image'];
            const scalar = locateScalar(file, document, at, host);
            if (scalar?.text) {
              slots.push({
                ...imageReferenceSlot(scalar),
                container: {
                  ...inner,
                  list: key,
                  index,
                  container: String(container.name ?? ''),
                },
              });
            }
          });
        } else {
          visit(item, [...path, key], inner);
        }
      }
    };
    visit(file.valueOf(document), [], { kind: '', workload: '' });
    return slots;
  });
}

interface Owner {
  kind: string;
  workload: string;
}

function ownerOf(value: Record<string, unknown>): Owner | undefined {
  const { kind, metadata } = value;
  return typeof kind === 'string' && isRecord(metadata)
    ? { kind, workload: String(metadata.name ?? '') }
    : undefined;
}
