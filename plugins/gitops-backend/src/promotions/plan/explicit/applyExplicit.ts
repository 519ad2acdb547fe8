import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { TargetDraft } from '../TargetDraft';
import { WantedChange } from '../matchImages';
import { PlanInput } from '../PromotionPlanner';
import { RepositoryReader } from '../RepositoryReader';
import { directoryOf, TargetReading } from '../TargetReading';
import { DirectoryChange, explicitDirectories } from './explicitDirectories';
import { ExplicitValues, explicitValues } from './explicitValues';
import { sourceRepositories, targetRepository } from './sideRepositories';

/** The drafts of targets after what a pipeline file says about values and directories, which wins over what is found. */
export interface WithExplicit {
  targets: TargetDraft[];
  directories: DirectoryChange[];
  blockers: PlanBlocker[];
}

/** Adds to drafts what a pipeline file names. Incomplete while the reader has something to read. */
export function applyExplicit(options: {
  input: PlanInput;
  reader: RepositoryReader;
  targets: readonly TargetDraft[];
  /** Other targets of the environment, which are not to be changed: those of other waves. */
  rest: readonly TargetReading[];
}): WithExplicit {
  const { targets, rest, input } = options;
  const values = explicitValues(options);
  const directories = explicitDirectories(options);
  const changed = [
    ...values.changes.map(({ part }) => part.scalar.file.path),
    ...directories.changes.map(({ path }) => path),
  ];
  return {
    targets: targets.map(target => ({
      ...target,
      changes: [
        ...target.changes.filter(
          change =>
            !isDecided(change, values) && !isCopied(change, directories.paths),
        ),
        ...values.changes
          .filter(change => !isCopied(change, directories.paths))
          .filter(({ part }) =>
            isFor(target.reading, part.scalar.file.path, targets),
          )
          .map(change => ({ ...change, target: target.reading })),
      ],
      directories: directories.changes
        .map(({ path }) => path)
        .filter(path => isFor(target.reading, path, targets)),
    })),
    directories: directories.changes,
    blockers: [
      ...noRepository(options),
      ...values.blockers,
      ...directories.blockers,
      ...changed.flatMap(path => [
        ...outsideService({ path, rest, targets, input }),
        ...sharedByWaves({ path, rest, targets, input }),
      ]),
    ],
  };
}

function noRepository(options: {
  input: PlanInput;
  reader: RepositoryReader;
}): PlanBlocker[] {
  const { input, reader } = options;
  if (!isExplicit(input)) {
    return [];
  }
  const side =
    (!targetRepository(input, reader) && input.to) ||
    (sourceRepositories(input, reader).length === 0 && input.from);
  return side
    ? [
        {
          code: 'no-repository',
          message: `The pipeline file names files to promote, and no Git repository that the portal can read is known for ${side.environment.title}.`,
        },
      ]
    : [];
}

/** Whether a pipeline file names values or directories. Then what is not found is no reason to worry. */
export function isExplicit({ promoted }: PlanInput): boolean {
  return (
    promoted !== undefined &&
    promoted.paths.length + promoted.directories.length > 0
  );
}

/** The pipeline file says what is to be there, even where that is what is there already. */
function isDecided(
  { part }: WantedChange,
  { places }: Pick<ExplicitValues, 'places'>,
): boolean {
  const { file, range } = part.scalar;
  return places.some(
    place => place.file.path === file.path && place.range[0] === range[0],
  );
}

function isCopied(
  { part }: Pick<WantedChange, 'part'>,
  directories: readonly string[],
): boolean {
  const { path } = part.scalar.file;
  return directories.some(directory => path.startsWith(`${directory}/`));
}

/** A file that no target is known to be made from may be for any of them. */
function isFor(
  reading: TargetReading,
  path: string,
  targets: readonly TargetDraft[],
): boolean {
  return (
    usesPath(reading, path) ||
    !targets.some(other => usesPath(other.reading, path))
  );
}

/** Whether a target is made from a file, or from something in a directory. */
export function usesPath(
  { used, status }: TargetReading,
  path: string,
): boolean {
  const isIn = (other: string) =>
    other === path || other.startsWith(`${path}/`);
  return (
    used.some(file => isIn(file.path)) ||
    status.sources.some(source => {
      const directory = directoryOf(source);
      return (
        directory !== undefined &&
        (isIn(directory) || path.startsWith(`${directory}/`))
      );
    })
  );
}

/** Permissions are asked about the service, so nothing may be changed that is not its own. */
function outsideService(options: {
  path: string;
  rest: readonly TargetReading[];
  targets: readonly TargetDraft[];
  input: PlanInput;
}): PlanBlocker[] {
  const { path, rest, targets, input } = options;
  const folder = input.promotedFrom;
  if (folder === undefined || folder === '.') return [];
  const isOwn =
    path.startsWith(`${folder}/`) ||
    [...targets.map(({ reading }) => reading), ...rest].some(reading =>
      usesPath(reading, path),
    );
  return isOwn
    ? []
    : [
        {
          code: 'outside-service',
          message: `${path}, which the pipeline file promotes, is neither in the folder of that file (${folder}) nor in what the targets of ${input.to.environment.title} are made from.`,
          file: path,
        },
      ];
}

function sharedByWaves(options: {
  path: string;
  rest: readonly TargetReading[];
  targets: readonly TargetDraft[];
  input: PlanInput;
}): PlanBlocker[] {
  const { path, rest, targets, input } = options;
  const known = [...targets.map(({ reading }) => reading), ...rest].some(
    reading => usesPath(reading, path),
  );
  const users = known ? rest.filter(reading => usesPath(reading, path)) : rest;
  return users.length === 0
    ? []
    : [
        {
          code: 'shared-between-waves',
          message: `${path}, which the pipeline file promotes, is for targets of other waves of ${input.to.environment.title} too, so changing it would promote them at once. Leave the waves out, or promote values that each target has for itself.`,
          file: path,
        },
      ];
}
