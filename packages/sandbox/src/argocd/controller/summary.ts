import { ClusterObjects, KubeObject } from '../../contracts';
import { recordsAt, textAt } from '../../json';
import { liveImages } from './liveImages';

/** Images of the pods, and addresses that Ingresses give. */
export function summaryOf(
  destination: ClusterObjects,
  live: readonly KubeObject[],
): Record<string, unknown> {
  const images = liveImages(destination, live);
  const externalURLs = [...new Set(live.flatMap(addressesOf))].sort();
  return {
    ...(images.length > 0 && { images }),
    ...(externalURLs.length > 0 && { externalURLs }),
  };
}

function addressesOf(object: KubeObject): string[] {
  if (object.kind !== 'Ingress') return [];
  const secure = recordsAt(object, 'spec', 'tls').length > 0;
  return recordsAt(object, 'spec', 'rules').flatMap(rule => {
    const host = textAt(rule, 'host');
    if (!host) return [];
    return recordsAt(rule, 'http', 'paths').map(
      path =>
        `http${secure ? 's' : ''}://${host}${textAt(path, 'path') ?? '/'}`,
    );
  });
}
