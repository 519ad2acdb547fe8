import {
  formatImageReference,
  isUnfinished,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from './StoredTarget';

/**
 * A target with its rollouts. While one of them is not done, its stable version serves beside the new one or instead
 * of it, and engines that list what they have applied do not know that: so its images are live too.
 */
export function withRollouts(
  target: StoredTarget,
  rollouts: RolloutStatus[] | undefined,
): StoredTarget {
  if (!rollouts) return target;
  const { version } = target.status;
  const listed = new Set(version.images.map(formatImageReference));
  const serving = rollouts
    .filter(isUnfinished)
    .flatMap(({ stable }) => stable?.images ?? [])
    .filter(image => !listed.has(formatImageReference(image)));
  return {
    ...target,
    rollouts,
    ...(serving.length > 0 && {
      status: {
        ...target.status,
        version: { ...version, images: [...version.images, ...serving] },
      },
    }),
  };
}
