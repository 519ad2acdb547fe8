import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { draftTarget, TargetDraft } from './draftTarget';
import { WantedChange } from './matchImages';
import { missingRepository } from './missingRepository';
import { PlanInput, PlanSide } from './PromotionPlanner';
import { readTarget } from './readTarget';
import { RepositoryAt } from './RepositoryAt';
import { RepositoryReader } from './RepositoryReader';
import { RunningImage, runningImages } from './runningImages';
import { EditedPlace, sharedFiles } from './sharedFiles';
import { TargetReading } from './TargetReading';

/** A plan before it is written: what is to change, and where. */
export interface PlanDraft {
  running: readonly RunningImage[];
  targets: TargetDraft[];
  /** The one that the changes are in. */
  repository?: RepositoryAt;
  changes: WantedChange[];
  blockers: PlanBlocker[];
}

/** Works out a plan from what is read; undefined while something has to be read first. Pure otherwise. */
export function draftPlan(
  input: PlanInput,
  reader: RepositoryReader,
): PlanDraft | undefined {
  const wanted = new Set(
    input.from.targets.flatMap(({ status }) =>
      status.version.images.map(({ name }) => name),
    ),
  );
  const read = (side: PlanSide, required: boolean): TargetReading[] =>
    side.targets.map(target =>
      readTarget({ reader, target, wanted, required }),
    );
  const toReadings = read(input.to, true);
  const fromReadings = read(input.from, false);
  const others = (input.others ?? []).map(side => ({
    title: side.environment.title,
    readings: read(side, false),
  }));
  if (reader.hasWanted()) {
    return undefined;
  }

  const running = runningImages(input.from, fromReadings);
  const targets = toReadings.map(reading =>
    draftTarget({ input, reader, reading, running, fromReadings, wanted }),
  );
  if (reader.hasWanted()) {
    return undefined;
  }

  const placed = targets.flatMap(target => placeChanges({ target, reader }));
  const places = placed.flatMap(({ place }) => place ?? []);
  const blockers = [
    ...unknownVersion(input),
    ...reader.missing().map(missingRepository),
    ...targets.flatMap(target => target.blockers),
    ...placed.flatMap(({ blocker }) => blocker ?? []),
    ...onePlace(places),
    ...sharedFiles({
      places,
      to: {
        title: input.to.environment.title,
        readings: targets.map(({ reading }) => reading),
      },
      others: [
        { title: input.from.environment.title, readings: fromReadings },
        ...others,
      ],
    }),
  ];
  if (reader.hasWanted()) {
    return undefined;
  }
  const repository = places[0]?.repository ?? firstRepository(input, reader);
  return {
    running,
    targets,
    ...(repository && { repository }),
    changes: placed
      .filter(({ place }) => place && place.repository === repository)
      .map(({ change }) => change),
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
function onePlace(places: readonly EditedPlace[]): PlanBlocker[] {
  const repositories = new Set(
    places.map(({ repository }) => repository.repoUrl),
  );
  const branches = new Set(places.map(({ repository }) => repository.branch));
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

function unknownVersion({ from, to }: PlanInput): PlanBlocker[] {
  const missing = [from, to].find(({ targets }) => targets.length === 0);
  if (missing) {
    return [
      {
        code: 'no-target',
        message: `The service has no target in ${missing.environment.title}.`,
      },
    ];
  }
  const known = from.targets.some(
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

function withoutRepeats(blockers: readonly PlanBlocker[]): PlanBlocker[] {
  return [
    ...new Map(
      blockers.map(blocker => [`${blocker.code} ${blocker.message}`, blocker]),
    ).values(),
  ];
}
