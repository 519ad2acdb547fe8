import { Image, PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { ImageSlot, renderPart } from '../../manifests/ImageSlot';
import { decides, isSameName } from '../../manifests/imageName';
import { formatPointer } from '../../manifests/yaml/YamlPath';
import { RunningImage } from './runningImages';
import { TargetReading } from './TargetReading';
import { FileChange } from './writeEdits';

/** A scalar that has to change, and the target that it shall change for. */
export interface WantedChange extends FileChange {
  target: TargetReading;
}

/** What has to change in one target for it to run the promoted images. */
export interface ImageMatch {
  changes: WantedChange[];
  blockers: PlanBlocker[];
  /** Promoted images that Git has for the target, under the name that the target runs them by, and as Git says now. */
  found: Array<{ promoted: Image; declared: Image }>;
  /** Promoted images that run in the target in another version, and whose place in Git isn't known. */
  missing: RunningImage[];
}

/** Compares what runs on one side with what Git says for a target of the other. Pure. */
export function matchImages(options: {
  images: readonly RunningImage[];
  target: TargetReading;
  /** The promoted side's slots, to understand the target's by their place. */
  twins: readonly ImageSlot[];
  environments: { from: string; to: string };
}): ImageMatch {
  const { images, target, twins } = options;
  const slots = target.slots.map(slot => namedLikeTwin(slot, twins));
  const match: ImageMatch = {
    changes: [],
    blockers: [],
    found: [],
    missing: [],
  };
  for (const running of images) {
    const own = slotsOf({ slots, running, target });
    if (own.length === 0) {
      if (runsOtherVersion(target, running.image)) {
        match.missing.push(running);
      }
      continue;
    }
    for (const slot of own) {
      matchSlot({ ...options, slot, running, match });
    }
  }
  return match;
}

function matchSlot(options: {
  slot: ImageSlot;
  running: RunningImage;
  target: TargetReading;
  match: ImageMatch;
  environments: { from: string; to: string };
}): void {
  const { slot, running, target, match, environments } = options;
  const { image, unclear } = running;
  const name = deployedName(options);
  const declared = {
    name,
    ...(slot.tag && { tag: slot.tag }),
    ...(slot.digest && { digest: slot.digest }),
  };
  if (unclear) {
    match.blockers.push(unclear);
    return;
  }
  if (slot.parts.length === 0) {
    if (runsOtherVersion(target, image)) {
      match.missing.push(running);
    }
    return;
  }
  match.found.push({ promoted: { ...image, name }, declared });
  if (slot.tag === image.tag && slot.tag && !(slot.digest && image.digest)) {
    return;
  }
  for (const part of slot.parts) {
    const value = renderPart(part, image);
    const { file, line, text } = part.scalar;
    if (value === undefined) {
      const lacks = part.template.includes('{digest}') && !image.digest;
      match.blockers.push({
        code: lacks ? 'digest-unknown' : 'tag-unknown',
        message: lacks
          ? `${file.path}:${line} pins ${name} to a digest, and ${environments.from} doesn't tell the digest of the version that it runs. Pin the digest in ${environments.from} too.`
          : `${file.path}:${line} names a tag of ${name}, and ${environments.from} runs it by digest only. Write the tag in ${environments.from} too.`,
        file: file.path,
        line,
      });
    } else if (value !== text) {
      match.changes.push({ part, subject: name, value, target });
    }
  }
}

/** As the target runs it, which may be from a registry of its own. */
function deployedName(options: {
  slot: ImageSlot;
  running: RunningImage;
  target: TargetReading;
}): string {
  const { slot, running, target } = options;
  const live = target.status.version.images.find(other =>
    decides(slot, other.name),
  );
  return (
    live?.name ??
    (decides(slot, running.image.name) ? undefined : slot.name) ??
    running.image.name
  );
}

function slotsOf(options: {
  slots: readonly ImageSlot[];
  running: RunningImage;
  target: TargetReading;
}): ImageSlot[] {
  const { slots, running, target } = options;
  const { image, aliases } = running;
  const named = slots.filter(slot => decides(slot, image.name));
  const exact = named.filter(
    ({ name }) => name !== undefined && isSameName(name, image.name),
  );
  if (exact.length > 0) {
    return exact;
  }
  // `postgres` in values is not `ghcr.io/acme/postgres` where an image called `postgres` runs.
  const loose = named.filter(
    ({ name }) =>
      !target.status.version.images.some(
        live => name !== undefined && isSameName(name, live.name),
      ),
  );
  // Environments may pull one image from registries of their own: then the name in the manifests is what they share.
  return loose.length > 0
    ? loose
    : slots.filter(({ alias }) => alias && aliases.has(alias));
}

function namedLikeTwin(
  slot: ImageSlot,
  twins: readonly ImageSlot[],
): ImageSlot {
  if (slot.name !== undefined || slot.parts.length === 0) {
    return slot;
  }
  const pointer = (item: ImageSlot) =>
    item.parts.map(({ scalar }) => formatPointer(scalar.path)).join();
  const names = new Set(
    twins
      .filter(twin => twin.name && pointer(twin) === pointer(slot))
      .map(twin => twin.name),
  );
  const [name] = names;
  return names.size === 1 ? { ...slot, name } : slot;
}

function runsOtherVersion(target: TargetReading, image: Image): boolean {
  return target.status.version.images.some(
    other =>
      isSameName(other.name, image.name) &&
      (image.tag && other.tag
        ? image.tag !== other.tag
        : image.digest !== other.digest),
  );
}
