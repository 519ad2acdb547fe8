import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { sourceSettings } from '../../manifests/application/ApplicationManifest';
import { locateScalar } from '../../manifests/yaml/ScalarPlace';
import { blockerOf } from './blockerOf';
import { isExplicit } from './explicit/applyExplicit';
import { findManifest } from './findManifest';
import { ImageMatch, matchImages, WantedChange } from './matchImages';
import { matchPins, PinMatch } from './matchPins';
import {
  matchRevisions,
  RevisionChange,
  RevisionMatch,
} from './matchRevisions';
import { missingImages } from './missingImages';
import { PlanInput } from './PromotionPlanner';
import { readTarget } from './readTarget';
import { RepositoryReader } from './RepositoryReader';
import { RunningImage } from './runningImages';
import { TargetDraft } from './TargetDraft';
import { TargetReading } from './TargetReading';

interface Options {
  input: PlanInput;
  reader: RepositoryReader;
  reading: TargetReading;
  running: readonly RunningImage[];
  fromReadings: readonly TargetReading[];
  wanted: ReadonlySet<string>;
}

/** Finds the changes of one target. Incomplete while the reader has something to read. */
export function draftTarget(options: Options): TargetDraft {
  const first = matchAll(options);
  const what = setInSpec({ ...options, ...first });
  if (what === undefined) {
    return finish({ ...options, ...first });
  }
  const { status, id } = options.reading;
  const { manifest, blocker } = findManifest({
    reader: options.reader,
    status,
    definedBy: options.input.definedBy?.get(id),
    what,
  });
  if (!manifest) {
    const draft = finish({ ...options, ...first });
    return {
      ...draft,
      changes: draft.changes.filter(change => isInGit(options.reader, change)),
      blockers: blocker ? [...draft.blockers, blocker] : draft.blockers,
    };
  }
  const reading = readTarget({
    reader: options.reader,
    target: options.reading,
    wanted: options.wanted,
    required: true,
    manifest,
  });
  return finish({ ...options, reading, ...matchAll({ ...options, reading }) });
}

interface Matches {
  images: ImageMatch;
  revisions: RevisionMatch;
  pins: PinMatch;
}

function matchAll(options: Options): Matches {
  const { input, reader, reading, running, fromReadings } = options;
  const environments = {
    from: input.from.environment.title,
    to: input.to.environment.title,
  };
  return {
    images: matchImages({
      images: running,
      target: reading,
      twins: fromReadings.flatMap(({ slots }) => slots),
      environments,
    }),
    revisions: matchRevisions({
      target: reading,
      from: input.from,
      environments,
      normalize: repoUrl => reader.normalize(repoUrl),
      ...(input.promoted && { promoted: input.promoted }),
    }),
    pins: matchPins({ target: reading, fromReadings, input }),
  };
}

/** What is, or may be, set in the engine's own object rather than in its source; undefined when nothing is. */
function setInSpec(options: Options & Matches): string | undefined {
  const { reader, reading, images, revisions } = options;
  const [revision] = revisions.changes;
  if (revision) {
    return `The ${revision.what === 'chart-version' ? 'version' : 'revision'} of ${revision.subject}`;
  }
  const inSpec = images.changes.find(change => !isInGit(reader, change));
  if (inSpec) {
    return `The version of ${inSpec.subject}`;
  }
  const hidesValues = reading.status.sources.some(({ overrides }) =>
    overrides?.some(({ kind }) => kind === 'helm-values'),
  );
  if (!hidesValues) {
    return undefined;
  }
  // The engine's report has no values. If what runs is what the files say, then nothing there overrides them.
  const overridden = images.changes.find(({ subject }) =>
    images.found.some(
      ({ declared, promoted }) =>
        declared.name === subject &&
        !reading.status.version.images.some(
          other =>
            [declared.name, promoted.name].includes(other.name) &&
            (other.tag ?? declared.tag) === declared.tag,
        ),
    ),
  );
  const [missing] = images.missing;
  const subject = overridden?.subject ?? missing?.image.name;
  return (subject ?? (images.found.length === 0 ? 'The version' : undefined))
    ? `The version${subject ? ` of ${subject}` : ''}`
    : undefined;
}

function isInGit(reader: RepositoryReader, { part }: WantedChange): boolean {
  const { host, file } = part.scalar;
  return reader.ownerOf(host?.file ?? file) !== undefined;
}

function finish(options: Options & Matches): TargetDraft {
  const { reading, images, revisions, pins, running, input } = options;
  const located = revisions.changes.map(change =>
    locateRevision({ reading, change }),
  );
  return {
    reading,
    images,
    revisions,
    pins,
    directories: [],
    changes: [
      ...images.changes,
      ...pins.changes,
      ...located.flatMap(({ change }) => change ?? []),
    ],
    blockers: [
      ...reading.problems.map(blockerOf),
      ...images.blockers,
      ...revisions.blockers,
      ...pins.blockers,
      ...located.flatMap(({ blocker }) => blocker ?? []),
      ...missingImages({
        reading,
        images,
        running,
        environments: input,
        bringsImages:
          isExplicit(input) ||
          pins.changes.length + pins.blockers.length > 0 ||
          revisions.settled.size + revisions.blockers.length > 0,
      }),
    ],
  };
}

function locateRevision(options: {
  reading: TargetReading;
  change: RevisionChange;
}): { change?: WantedChange; blocker?: PlanBlocker } {
  const { reading, change } = options;
  const { manifest } = reading;
  if (!manifest) {
    return {};
  }
  const { file, document, base } = sourceSettings(manifest, change.index);
  const scalar = locateScalar(file, document, [...base, 'targetRevision']);
  if (!scalar) {
    const line = file.lineOfPath(document, base);
    return {
      blocker: {
        code: 'value-not-found',
        message: `${file.path}:${line} has no targetRevision for ${change.subject} that could be changed to ${change.value}.`,
        file: file.path,
        line,
      },
    };
  }
  return {
    change: {
      part: { scalar, what: change.what },
      subject: change.subject,
      value: change.value,
      target: reading,
    },
  };
}
