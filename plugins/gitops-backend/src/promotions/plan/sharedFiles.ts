import { posix } from 'node:path';
import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import {
  isKustomizationPath,
  kustomizeFiles,
} from '../../manifests/kustomize/kustomizeFiles';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { FileAt, isSameFile, RepositoryAt } from './RepositoryAt';
import { directoryOf, TargetReading } from './TargetReading';

const MAX_KUSTOMIZATIONS = 300;

/** A value that shall change, and the target that it shall change for. */
export interface EditedPlace extends FileAt {
  line: number;
  subject: string;
  target: TargetReading;
}

/** Refuses edits that would also change an environment other than the one that is promoted to. */
export function sharedFiles(options: {
  places: readonly EditedPlace[];
  directories: ReadonlyArray<{ repository: RepositoryAt; path: string }>;
  to: { title: string; readings: readonly TargetReading[] };
  others: ReadonlyArray<{ title: string; readings: readonly TargetReading[] }>;
}): PlanBlocker[] {
  const { places, directories, to, others } = options;
  const copied = directories.flatMap(({ repository, path }) => {
    const users = others.filter(({ readings }) =>
      readings.some(({ used }) =>
        used.some(
          file =>
            file.path.startsWith(`${path}/`) &&
            isSameFile(file, { repository, path: file.path }),
        ),
      ),
    );
    return users.length === 0
      ? []
      : [
          {
            code: 'shared-file',
            message: `${path} is promoted as a whole for ${to.title}, and ${users.map(({ title }) => title).join(', ')} is made from files in it too, so replacing it would change them all.`,
            file: path,
          },
        ];
  });
  const edited = places.flatMap((place): PlanBlocker[] => {
    const users = others
      .filter(({ readings }) =>
        readings.some(({ used }) => used.some(file => isSameFile(file, place))),
      )
      .map(({ title }) => title);
    const all =
      users.length > 0 ? users : otherOverlays(place, to.readings).map(quoted);
    if (all.length === 0) {
      return [];
    }
    return [
      {
        code: 'shared-file',
        message: `${place.path}:${place.line} sets the version of ${place.subject} for ${to.title} and for ${all.join(', ')} too, so changing it would change them all. ${remedy(place)}`,
        file: place.path,
        line: place.line,
      },
    ];
  });
  return [...copied, ...edited];
}

function remedy({ target, subject }: EditedPlace): string {
  const { sources } = target.status;
  const kustomize = sources.find(({ type }) => type === 'kustomize');
  const directory = kustomize && directoryOf(kustomize);
  return directory
    ? `Add an "images" entry for ${subject} to the kustomization in ${directory} first, once.`
    : `Set it in a file that only this environment uses first, once.`;
}

/** Kustomizations of the repository that build on a file and that no known target is made from. */
function otherOverlays(
  place: EditedPlace,
  readings: readonly TargetReading[],
): string[] {
  const { files } = place.repository;
  const own = readings.flatMap(({ status }) =>
    status.sources.map(source => directoryOf(source)),
  );
  const isInside = own.some(
    directory => directory && posix.dirname(place.path) === directory,
  );
  const isBuiltOn = readings.some(({ used }) =>
    used.some(file => isSameFile(file, place)),
  );
  if (isInside || !isBuiltOn) {
    return [];
  }
  const used = new Set(
    readings.flatMap(reading => reading.used.map(({ path }) => path)),
  );
  return (files.paths('') ?? [])
    .filter(path => isKustomizationPath(path) && !used.has(path))
    .slice(0, MAX_KUSTOMIZATIONS)
    .map(path => posix.dirname(path))
    .filter(directory => {
      try {
        return kustomizeFiles(files, directory).has(place.path);
      } catch (error) {
        // One that can't be read builds nothing.
        if (error instanceof ManifestProblem) {
          return false;
        }
        throw error;
      }
    });
}

function quoted(directory: string): string {
  return `what is built in ${directory}`;
}
