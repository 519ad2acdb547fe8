import {
  Chart,
  parseImageReference,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  imagesOfPodTemplate,
  podTemplateOf,
} from '@fairlead/backstage-plugin-gitops-node';
import { Workload } from '../schema';

export const helmRelease = 'meta.helm.sh/release-name';

/** What the pod template declares. */
export function versionOf(workload: Workload): Version {
  const images = imagesOfPodTemplate(podTemplateOf(workload));
  const chart = chartOf(workload);
  return {
    images: images.map(parseImageReference),
    ...(chart && { chart }),
  };
}

/** Charts say their version in a label, where a `+` may not be; it is believed only of what Helm itself has released. */
function chartOf({ metadata }: Workload): Chart | undefined {
  const { annotations, labels } = metadata;
  if (!annotations?.[helmRelease]) return undefined;
  const [, name, version] =
    /^(.+?)-(v?\d+\.\d+\.\d+.*)$/.exec(labels?.['helm.sh/chart'] ?? '') ?? [];
  return name && version
    ? { name, version: version.replace('_', '+') }
    : undefined;
}
