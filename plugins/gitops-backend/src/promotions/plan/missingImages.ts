import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { isSameName } from '../../manifests/imageName';
import { ImageMatch } from './matchImages';
import { PlanInput } from './PromotionPlanner';
import { RunningImage } from './runningImages';
import { TargetReading } from './TargetReading';

/** Why a target can't be brought to a version: nothing in Git that is understood says which version it runs. */
export function missingImages(options: {
  reading: TargetReading;
  images: ImageMatch;
  running: readonly RunningImage[];
  environments: Pick<PlanInput, 'from' | 'to'>;
  /** Whether its chart or revision follows the promoted side, or files are copied: that brings images along. */
  bringsImages: boolean;
}): PlanBlocker[] {
  const { reading, images, running, bringsImages } = options;
  if (bringsImages || running.length === 0 || reading.problems.length > 0) {
    return [];
  }
  const nothingFound =
    images.found.length === 0 && images.blockers.length === 0;
  // Nobody writes the version of what is injected in the cluster, on either side.
  const missing = images.missing.filter(({ inGit }) => inGit || nothingFound);
  if (missing.length === 0 && (!nothingFound || runsTheSame(options))) {
    return [];
  }
  if (reading.doubts.length > 0) {
    return reading.doubts;
  }
  const unnamed = reading.slots.find(
    ({ name, parts }) => name === undefined && parts.length > 0,
  );
  if (unnamed) {
    const { file, line } = unnamed.parts[0].scalar;
    return [
      {
        code: 'ambiguous',
        message: `${file.path}:${line} sets a version without saying of which image, and what runs doesn't tell. Write the image's repository next to it.`,
        file: file.path,
        line,
      },
    ];
  }
  const { from, to } = options.environments;
  const { kind, name } = reading.status.object;
  const remedy = remedyFor(reading);
  return missing.length > 0
    ? missing.map(({ image }) => ({
        code: 'value-not-found',
        message: `No file that ${kind} ${name} is made from sets the version of ${image.name}. ${remedy}`,
      }))
    : [
        {
          code: 'value-not-found',
          message: `No file that ${kind} ${name} is made from sets the version of an image that ${from.environment.title} runs, so nothing is known to change in ${to.environment.title}. ${remedy}`,
        },
      ];
}

function runsTheSame(options: {
  reading: TargetReading;
  images: ImageMatch;
  running: readonly RunningImage[];
}): boolean {
  const { reading, running } = options;
  return reading.status.version.images.some(({ name }) =>
    running.some(({ image }) => isSameName(image.name, name)),
  );
}

function remedyFor({ status }: TargetReading): string {
  return status.sources.some(({ type }) => type === 'kustomize')
    ? 'Add an "images" entry for it to the kustomization first, once.'
    : 'Write it where the manifests or the values can set it first, once.';
}
