import {
  PlanBlocker,
  PromotedValues,
} from '@fairlead/backstage-plugin-gitops-common';
import { minimatch } from 'minimatch';
import { canonicalImageName } from '../../manifests/imageName';

/** Whether an image is promoted: any, unless the pipeline file names some, by name or glob. */
export function isPromotedImage(
  name: string,
  promoted: PromotedValues | undefined,
): boolean {
  return promoted?.images?.some(pattern => fits(name, pattern)) ?? true;
}

/** Images that the pipeline file names and that don't run where the version comes from: most likely a slip of the pen. */
export function unknownImages(
  promoted: PromotedValues | undefined,
  running: readonly string[],
): PlanBlocker[] {
  return (promoted?.images ?? [])
    .filter(pattern => !running.some(name => fits(name, pattern)))
    .map(pattern => ({
      code: 'image-not-running',
      message: `The pipeline file promotes the image ${pattern}, and no image of that name runs in the environment that the version comes from.`,
    }));
}

function fits(name: string, pattern: string): boolean {
  const [one, other] = [name, pattern].map(canonicalImageName);
  return one === other || minimatch(one, other);
}
