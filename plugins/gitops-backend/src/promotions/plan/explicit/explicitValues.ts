import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { isSecret } from '../../../manifests/diff/secretsIn';
import { ManifestProblem } from '../../../manifests/ManifestProblem';
import {
  isLiteralValue,
  LocatedValue,
} from '../../../manifests/values/ValueFile';
import { valuesAtPath } from '../../../manifests/values/valuePath';
import { blockerOf } from '../blockerOf';
import { PlanInput } from '../PromotionPlanner';
import { RepositoryAt } from '../RepositoryAt';
import { RepositoryReader } from '../RepositoryReader';
import { FileChange } from '../writeEdits';
import { inEnvironment } from './inEnvironment';
import { sourceRepositories, targetRepository } from './sideRepositories';

/** The values that a pipeline file names: what changes, and all places that it decides about. */
export interface ExplicitValues {
  changes: FileChange[];
  places: LocatedValue[];
  blockers: PlanBlocker[];
}

/** Copies the values that a pipeline file names from the files of one environment to those of the other. */
export function explicitValues(options: {
  input: PlanInput;
  reader: RepositoryReader;
}): ExplicitValues {
  const { input, reader } = options;
  const paths = input.promoted?.paths ?? [];
  const result: ExplicitValues = { changes: [], places: [], blockers: [] };
  if (paths.length === 0) {
    return result;
  }
  const target = targetRepository(input, reader);
  const sources = sourceRepositories(input, reader);
  // Asks for all of them before looking at any, so that they are read in one round.
  for (const { file } of paths) {
    target?.files.file(inEnvironment(file, input.to));
    sources.forEach(({ files }) => files.file(inEnvironment(file, input.from)));
  }
  if (!target || sources.length === 0 || reader.hasWanted()) {
    return result;
  }
  for (const named of paths) {
    try {
      const { place, change } = copyValue({ input, target, sources, named });
      result.places.push(place);
      if (change) result.changes.push(change);
    } catch (error) {
      if (!(error instanceof ManifestProblem)) {
        throw error;
      }
      result.blockers.push(blockerOf(error));
    }
  }
  return result;
}

function copyValue(options: {
  input: PlanInput;
  target: RepositoryAt;
  sources: readonly RepositoryAt[];
  named: { file: string; path: string };
}): { place: LocatedValue; change?: FileChange } {
  const { input, target, sources, named } = options;
  if (!named.file.includes('{environment}')) {
    throw new ManifestProblem(
      'ambiguous',
      `The pipeline file promotes ${named.path} in ${named.file}, which is one file for all environments. Write {environment} where its name differs.`,
      { file: named.file },
    );
  }
  const at = (repository: RepositoryAt, side: PlanInput['from']) =>
    onlyValue({
      repository,
      file: inEnvironment(named.file, side),
      path: named.path,
    });
  const place = at(target, input.to);
  const [source, ...others] = sources.map(each => at(each, input.from));
  const other = others.find(({ text }) => text !== source.text);
  if (other) {
    throw new ManifestProblem(
      'ambiguous',
      `The targets in ${input.from.environment.title} run with different values of ${named.path} in ${source.file.path} (${source.text} and ${other.text}), so it isn't clear which one to promote.`,
      { file: source.file.path, line: source.line },
    );
  }
  return source.text === place.text
    ? { place }
    : {
        place,
        change: {
          part: { scalar: place, what: 'value' },
          subject: named.path,
          value: source.text,
          ...(isLiteralValue(source) && { literal: true }),
        },
      };
}

function onlyValue(options: {
  repository: RepositoryAt;
  file: string;
  path: string;
}): LocatedValue {
  const { repository, file, path } = options;
  const refuse = (message: string, line?: number) =>
    new ManifestProblem('value-not-found', message, {
      file,
      ...(line !== undefined && { line }),
    });
  const parsed = repository.files.values(file);
  if (!parsed) {
    throw refuse(
      `The pipeline file promotes ${path} in ${file}, which isn't in ${repository.repoUrl} at ${repository.ref}.`,
    );
  }
  const found = valuesAtPath(parsed, path);
  if (!found) {
    throw refuse(`${path}, which the pipeline file promotes, is no path.`);
  }
  const [place, second] = found;
  if (!place) {
    throw refuse(
      `The pipeline file promotes ${path} in ${file}, where no text, number or boolean is written at that path.`,
    );
  }
  if (second) {
    throw new ManifestProblem(
      'ambiguous',
      `The pipeline file promotes ${path} in ${file}, which has that path in several documents (lines ${place.line} and ${second.line}).`,
      { file, line: second.line },
    );
  }
  if (isSecret(place)) {
    throw new ManifestProblem(
      'secret-value',
      `The pipeline file promotes ${path} in ${file}, which looks like a secret. Secrets are not promoted: they would show in the plan and in the pull request.`,
      { file, line: place.line },
    );
  }
  return place;
}
