import {
  PlanBlocker,
  PlannedFile,
} from '@fairlead/backstage-plugin-gitops-common';
import { fileDiff } from '../../../manifests/diff/fileDiff';
import { PlanInput } from '../PromotionPlanner';
import { RepositoryAt } from '../RepositoryAt';
import { RepositoryReader } from '../RepositoryReader';
import { inEnvironment } from './inEnvironment';
import { sourceRepositories, targetRepository } from './sideRepositories';

/** A directory that takes the content of another one, as a whole. */
export interface DirectoryChange {
  repository: RepositoryAt;
  source: string;
  path: string;
  /** Tree id of what is there; empty when there is nothing. */
  from: string;
  to: string;
  files: PlannedFile[];
}

/** The directories that a pipeline file names. */
export interface ExplicitDirectories {
  changes: DirectoryChange[];
  /** Of the environment that is promoted to, whether they change or not. */
  paths: string[];
  blockers: PlanBlocker[];
}

/** More files than that are copied all the same, but not shown one by one. */
const MAX_SHOWN = 300;

/** Copies the directories that a pipeline file names from one environment to the other, by tree id. */
export function explicitDirectories(options: {
  input: PlanInput;
  reader: RepositoryReader;
}): ExplicitDirectories {
  const { input, reader } = options;
  const declared = input.promoted?.directories ?? [];
  const result: ExplicitDirectories = {
    changes: [],
    paths: declared.map(path => inEnvironment(path, input.to)),
    blockers: [],
  };
  if (declared.length === 0) {
    return result;
  }
  const target = targetRepository(input, reader);
  const sources = sourceRepositories(input, reader);
  // Asks for all of them before looking at any, so that they are read in one round.
  for (const path of declared) {
    target?.files.directoryId(inEnvironment(path, input.to));
    sources.forEach(({ files }) =>
      files.directoryId(inEnvironment(path, input.from)),
    );
  }
  if (!target || sources.length === 0 || reader.hasWanted()) {
    return result;
  }
  for (const path of declared) {
    const copied = copyDirectory({ input, target, sources, path });
    if (copied.blocker) result.blockers.push(copied.blocker);
    if (copied.change) result.changes.push(copied.change);
  }
  return result;
}

function copyDirectory(options: {
  input: PlanInput;
  target: RepositoryAt;
  sources: readonly RepositoryAt[];
  path: string;
}): { change?: DirectoryChange; blocker?: PlanBlocker } {
  const { input, target, sources, path } = options;
  const source = inEnvironment(path, input.from);
  const destination = inEnvironment(path, input.to);
  const refuse = (code: string, message: string) => ({
    blocker: { code, message, file: destination },
  });
  if (!path.includes('{environment}')) {
    return refuse(
      'ambiguous',
      `The pipeline file promotes the directory ${path}, which is one for all environments. Write {environment} where its name differs.`,
    );
  }
  if (sources.some(({ repoUrl }) => repoUrl !== target.repoUrl)) {
    return refuse(
      'several-repositories',
      `The directory ${source} is in another repository than ${destination}, and directories are copied within one only.`,
    );
  }
  const ids = new Set(sources.map(({ files }) => files.directoryId(source)));
  const [id] = ids;
  if (ids.size > 1) {
    return refuse(
      'source-disagrees',
      `The targets in ${input.from.environment.title} run with different contents of ${source}, so it isn't clear which one to promote.`,
    );
  }
  if (!id) {
    return refuse(
      'directory-not-found',
      `The pipeline file promotes the directory ${source}, which isn't in ${target.repoUrl} at ${sources[0].ref}.`,
    );
  }
  const now = target.files.directoryId(destination) ?? '';
  if (now === id) {
    return {};
  }
  return {
    change: {
      repository: target,
      source,
      path: destination,
      from: now,
      to: id,
      files: changedFiles({
        before: { repository: target, directory: destination },
        after: { repository: sources[0], directory: source },
      }),
    },
  };
}

interface Listing {
  repository: RepositoryAt;
  directory: string;
}

/** What is added, changed and removed. Incomplete while the reader has something to read. */
function changedFiles(options: {
  before: Listing;
  after: Listing;
}): PlannedFile[] {
  const [old, now] = [options.before, options.after].map(namesIn);
  const names = [...new Set([...old, ...now])].sort();
  if (names.length > MAX_SHOWN) {
    return [];
  }
  const read = ({ repository, directory }: Listing, name: string) =>
    repository.files.file(`${directory}/${name}`);
  return names
    .map(name => ({
      name,
      before: old.has(name) ? read(options.before, name) : undefined,
      after: now.has(name) ? read(options.after, name) : undefined,
    }))
    .flatMap(({ name, before, after }): PlannedFile[] => {
      if (before && after && before.blobSha === after.blobSha) {
        return [];
      }
      const path = `${options.before.directory}/${name}`;
      const unreadable =
        (old.has(name) && !before) || (now.has(name) && !after);
      return [
        {
          path,
          blobSha: before?.blobSha ?? '',
          diff: unreadable
            ? `--- ${old.has(name) ? `a/${path}` : '/dev/null'}\n+++ ${now.has(name) ? `b/${path}` : '/dev/null'}\n(not shown: no text)\n`
            : fileDiff({
                path,
                before: before?.content,
                after: after?.content,
              }),
        },
      ];
    });
}

function namesIn({ repository, directory }: Listing): Set<string> {
  return new Set(
    (repository.files.paths(directory) ?? []).map(path =>
      path.slice(directory.length + 1),
    ),
  );
}
