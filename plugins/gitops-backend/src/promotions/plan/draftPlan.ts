import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { blockerOf } from './blockerOf';
import { draftTarget } from './draftTarget';
import { TargetDraft } from './TargetDraft';
import { applyExplicit, isExplicit } from './explicit/applyExplicit';
import { DirectoryChange } from './explicit/explicitDirectories';
import { WantedChange } from './matchImages';
import { missingRepository } from './missingRepository';
import { PlanInput } from './PromotionPlanner';
import { isPromotedImage, unknownImages } from './promotedImages';
import { readSides } from './readSides';
import { RepositoryAt } from './RepositoryAt';
import { RepositoryReader } from './RepositoryReader';
import { RunningImage, runningImages } from './runningImages';
import { EditedPlace, sharedFiles } from './sharedFiles';
import { TargetReading } from './TargetReading';
import { ofThisWave, sharedBetweenWaves } from './waves';

/** A plan before it is written: what is to change, and where. */
export interface PlanDraft {
  running: readonly RunningImage[];
  targets: TargetDraft[];
  /** The one that the changes are in. */
  repository?: RepositoryAt;
  changes: WantedChange[];
  directories: DirectoryChange[];
  blockers: PlanBlocker[];
}

/** Works out a plan from what is read; undefined while something has to be read first. Pure otherwise. */
export function draftPlan(
  input: PlanInput,
  reader: RepositoryReader,
): PlanDraft | undefined {
  const names = input.from.targets.flatMap(({ status }) =>
    status.version.images.map(({ name }) => name),
  );
  const wanted = new Set(
    names.filter(name => isPromotedImage(name, input.promoted)),
  );
  const { toReadings, fromReadings, others } = readSides({
    input,
    reader,
    wanted,
  });
  if (reader.hasWanted()) {
    return undefined;
  }

  const running = runningImages(input.from, fromReadings).filter(({ image }) =>
    isPromotedImage(image.name, input.promoted),
  );
  const { own, rest } = ofThisWave(input, toReadings);
  const found = own.map(reading =>
    draftTarget({ input, reader, reading, running, fromReadings, wanted }),
  );
  const explicit = applyExplicit({ input, reader, targets: found, rest });
  if (reader.hasWanted()) {
    return undefined;
  }

  const { targets, directories } = explicit;
  const placed = targets.flatMap(target => placeChanges({ target, reader }));
  const places = placed.flatMap(({ place }) => place ?? []);
  const blockers = [
    ...unknownVersion(input, own),
    ...reader.missing().map(missingRepository),
    ...unknownImages(input.promoted, names),
    ...explicit.blockers,
    ...unreadOthers([...rest, ...others.flatMap(other => other.readings)]),
    ...targets.flatMap(target => target.blockers),
    ...placed.flatMap(({ blocker }) => blocker ?? []),
    ...onePlace([
      ...places.map(({ repository }) => repository),
      ...directories.map(({ repository }) => repository),
    ]),
    ...sharedBetweenWaves({ places, rest }),
    ...sharedFiles({
      places,
      directories,
      to: {
        title: input.to.environment.title,
        readings: [...targets.map(({ reading }) => reading), ...rest],
      },
      others,
    }),
  ];
  if (reader.hasWanted()) {
    return undefined;
  }
  const repository =
    places[0]?.repository ??
    directories[0]?.repository ??
    firstRepository(input, reader);
  return {
    running,
    targets,
    ...(repository && { repository }),
    changes: placed
      .filter(({ place }) => place && place.repository === repository)
      .map(({ change }) => change),
    directories: directories.filter(each => each.repository === repository),
    blockers: withoutRepeats(blockers),
  };
}

interface PlacedChange {
  change: WantedChange;
  place?: EditedPlace;
  blocker?: PlanBlocker;
}

/** A change in a source that is pinned to a tag or commit has no effect, unless it comes with the promoted revision. */
function placeChanges(options: {
  target: TargetDraft;
  reader: RepositoryReader;
}): PlacedChange[] {
  const { target, reader } = options;
  const { reading, revisions } = target;
  return target.changes.flatMap((change): PlacedChange[] => {
    const { scalar } = change.part;
    const repository = reader.ownerOf(scalar.host?.file ?? scalar.file);
    if (!repository) {
      return [];
    }
    const { path } = scalar.file;
    const { line } = scalar;
    if (repository.branch) {
      const place = { repository, path, line, ...change };
      return [{ change, place }];
    }
    const comesAlong = reading.status.sources.some(
      ({ repoUrl, targetRevision }, index) =>
        revisions.settled.has(index) &&
        reader.at({ repoUrl, ref: targetRevision, required: true }) ===
          repository,
    );
    if (comesAlong) {
      return [];
    }
    const { kind, name } = reading.status.object;
    const why =
      repository.ref === 'HEAD'
        ? {
            code: 'default-branch-unknown',
            message: `${kind} ${name} deploys from HEAD of ${repository.repoUrl}, and the forge doesn't tell which branch that is. Write the branch as its targetRevision.`,
          }
        : {
            code: 'pinned-revision',
            message: `${path}:${line} sets the version of ${change.subject}, but ${kind} ${name} is pinned to ${repository.ref}, so a change on a branch would have no effect.`,
          };
    return [{ change, blocker: { ...why, file: path, line } }];
  });
}

/** One promotion has one pull request, so all of it must be on one branch of one repository. */
function onePlace(used: readonly RepositoryAt[]): PlanBlocker[] {
  const repositories = new Set(used.map(({ repoUrl }) => repoUrl));
  const branches = new Set(used.map(({ branch }) => branch));
  if (repositories.size > 1) {
    return [
      {
        code: 'several-repositories',
        message: `The version is set in several repositories (${[...repositories].join(', ')}), and one promotion is one pull request.`,
      },
    ];
  }
  return branches.size > 1
    ? [
        {
          code: 'several-branches',
          message: `The targets deploy from several branches of ${[...repositories][0]} (${[...branches].join(', ')}), and one promotion is one pull request.`,
        },
      ]
    : [];
}

function unknownVersion(
  input: PlanInput,
  own: readonly TargetReading[],
): PlanBlocker[] {
  const { from, to } = input;
  const missing = [
    { ...from, count: from.targets.length },
    { ...to, count: own.length },
  ].find(({ count }) => count === 0);
  if (missing) {
    return [
      {
        code: 'no-target',
        message: `The service has no target in ${missing.environment.title}.`,
      },
    ];
  }
  const known =
    isExplicit(input) ||
    from.targets.some(
      ({ status }) =>
        status.version.images.length > 0 ||
        status.revisions.live.some(Boolean) ||
        status.version.chart,
    );
  return known
    ? []
    : [
        {
          code: 'version-unknown',
          message: `It isn't known which version runs in ${from.environment.title}: its engine reports no image.`,
        },
      ];
}

function firstRepository(
  { to }: PlanInput,
  reader: RepositoryReader,
): RepositoryAt | undefined {
  const [first] = to.targets.flatMap(({ status }) =>
    status.sources
      .filter(({ chart }) => !chart)
      .flatMap(
        ({ repoUrl, targetRevision }) =>
          reader.at({ repoUrl, ref: targetRevision, required: true }) ?? [],
      ),
  );
  return first;
}

/** What is too much to read may use the files that are edited. */
function unreadOthers(readings: readonly TargetReading[]): PlanBlocker[] {
  return readings.flatMap(({ problems }) =>
    problems.filter(({ code }) => code === 'too-many-files').map(blockerOf),
  );
}

function withoutRepeats(blockers: readonly PlanBlocker[]): PlanBlocker[] {
  return [
    ...new Map(
      blockers.map(blocker => [`${blocker.code} ${blocker.message}`, blocker]),
    ).values(),
  ];
}
