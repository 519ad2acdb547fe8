import { posix } from 'node:path';
import { JsonRecord } from '../../json';
import { ManifestError } from '../ManifestError';
import { matchesGlob } from '../source/glob';
import { GitRepositories } from '../source/GitRepositories';
import { ApplicationSet, GitGenerator } from './applicationSetSchema';

/** What the generators of an ApplicationSet come up with: lists, and directories in Git. Throws ManifestError for others. */
export async function parametersOf(
  { spec }: ApplicationSet,
  repositories: GitRepositories,
): Promise<JsonRecord[]> {
  const parameters: JsonRecord[] = [];
  for (const generator of spec.generators) {
    if (generator.list) {
      parameters.push(...generator.list.elements);
    } else if (generator.git?.directories) {
      parameters.push(
        ...(await directories(generator.git, {
          repositories,
          goTemplate: spec.goTemplate,
        })),
      );
    } else {
      throw new ManifestError(
        `error generating params: only lists and directories in Git are generated from here, not ${Object.keys(generator).join(', ')}`,
      );
    }
  }
  return parameters;
}

async function directories(
  generator: GitGenerator,
  options: { repositories: GitRepositories; goTemplate: boolean },
): Promise<JsonRecord[]> {
  const { repositories, goTemplate } = options;
  const { repoURL, revision, values } = generator;
  const rules = generator.directories ?? [];
  const tree = await repositories.tree({
    repoUrl: repoURL,
    targetRevision: revision,
  });
  const folders = new Set(
    (await tree.list('')).flatMap(file => foldersAbove(file)),
  );
  return [...folders]
    .filter(
      folder =>
        rules.some(rule => !rule.exclude && matchesGlob(folder, rule.path)) &&
        !rules.some(rule => rule.exclude && matchesGlob(folder, rule.path)),
    )
    .sort()
    .map(folder => pathParameters({ folder, values, goTemplate }));
}

function pathParameters(options: {
  folder: string;
  values: Record<string, string>;
  goTemplate: boolean;
}): JsonRecord {
  const { folder, values, goTemplate } = options;
  const basename = posix.basename(folder);
  const segments = folder.split('/');
  if (goTemplate) {
    return { path: { path: folder, basename, segments }, values };
  }
  return Object.fromEntries([
    ['path', folder],
    ['path.basename', basename],
    ...segments.map((segment, index) => [`path[${index}]`, segment]),
    ...Object.entries(values).map(([key, value]) => [`values.${key}`, value]),
  ]);
}

function foldersAbove(file: string): string[] {
  const folder = posix.dirname(file);
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)];
}
