import { Image } from '@fairlead/backstage-plugin-gitops-common';
import {
  canonicalImageName,
  decides,
  isSameName,
} from '../../manifests/imageName';
import { PlanSide } from './PromotionPlanner';
import { TargetReading } from './TargetReading';

/** An image of the environment that a version is promoted from. */
export interface RunningImage {
  /** As it runs; tag or digest complete from Git where Git says the same version. */
  image: Image;
  /** Names that kustomize `images` entries call it by. */
  aliases: ReadonlySet<string>;
  /** Whether Git says anywhere which version runs, as opposed to something injected in the cluster. */
  inGit: boolean;
  /** Why it isn't clear which version runs. */
  unclear?: {
    code: 'source-in-progress' | 'source-disagrees';
    message: string;
  };
}

/** What runs on the side that a version is promoted from, one entry for each image. */
export function runningImages(
  side: PlanSide,
  readings: readonly TargetReading[],
): RunningImage[] {
  const names = new Map<string, string>();
  side.targets
    .flatMap(({ status }) => status.version.images)
    .forEach(({ name }) => names.set(canonicalImageName(name), name));
  return [...names.values()].map(name => {
    const perTarget = side.targets
      .map(({ status }) =>
        mergeVersions(
          status.version.images.filter(image => isSameName(image.name, name)),
        ),
      )
      .filter(versions => versions.length > 0);
    const slots = readings
      .flatMap(reading => reading.slots)
      .filter(slot => decides(slot, name));
    const versions = mergeVersions(perTarget.flat());
    const declared = slots.map(({ tag, digest }) => ({ name, tag, digest }));
    return {
      image: declared.reduce(
        (image, other) =>
          isCompatible(image, other) ? merge(image, other) : image,
        versions[0],
      ),
      aliases: new Set(slots.flatMap(({ alias }) => alias ?? [])),
      inGit: slots.length > 0,
      ...(versions.length > 1 && {
        unclear: whyUnclear({
          side,
          name,
          versions,
          within: perTarget.some(each => each.length > 1),
        }),
      }),
    };
  });
}

function whyUnclear(options: {
  side: PlanSide;
  name: string;
  versions: readonly Image[];
  within: boolean;
}): RunningImage['unclear'] {
  const { side, name, versions, within } = options;
  const { title } = side.environment;
  const list = versions
    .map(({ tag, digest }) => tag ?? digest ?? 'latest')
    .join(' and ');
  return within
    ? {
        code: 'source-in-progress',
        message: `${title} runs ${name} in several versions at once (${list}), so it isn't clear which one to promote. Wait until its rollout has ended.`,
      }
    : {
        code: 'source-disagrees',
        message: `The targets in ${title} run ${name} in different versions (${list}), so it isn't clear which one to promote. Bring them to one version first.`,
      };
}

/** One entry for each version; a reference by tag and one by the same tag with its digest are the same. */
function mergeVersions(images: readonly Image[]): Image[] {
  return images.reduce<Image[]>((versions, image) => {
    const at = versions.findIndex(other => isCompatible(other, image));
    return at < 0
      ? [...versions, image]
      : versions.with(at, merge(versions[at], image));
  }, []);
}

function isCompatible(a: Partial<Image>, b: Partial<Image>): boolean {
  const sameTag = a.tag !== undefined && a.tag === b.tag;
  const sameDigest = a.digest !== undefined && a.digest === b.digest;
  const neither = [a, b].every(({ tag, digest }) => !tag && !digest);
  return (
    neither ||
    (sameTag && (sameDigest || !a.digest || !b.digest)) ||
    (sameDigest && (sameTag || !a.tag || !b.tag))
  );
}

function merge(image: Image, other: Partial<Image>): Image {
  const tag = image.tag ?? other.tag;
  const digest = image.digest ?? other.digest;
  return { name: image.name, ...(tag && { tag }), ...(digest && { digest }) };
}
