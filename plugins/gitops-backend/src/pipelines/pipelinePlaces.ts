import { posix } from 'node:path';
import { Source } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';

/** Where in one repository the pipeline file of a service may be: the first path that is there counts. */
export interface PipelinePlace {
  repoUrl: string;
  paths: string[];
}

/**
 * Where the pipeline file of a service is looked for.
 *
 * @remarks
 * In the repositories that its targets are defined in, first the one that most of them are in. In each: at the path
 * that its entity names or, when it names none, in the deepest folder that all its targets there have in common, and
 * from there upwards to the root. So one file may stand for one service, for a team's services, or for a whole
 * repository, and the nearest one wins. Folders are those of the sources, or those of the value files where a chart
 * takes them from another source.
 */
export function pipelinePlaces(options: {
  targets: readonly StoredTarget[];
  /** The value of the entity's annotation. */
  annotation?: string;
  /** Names of the file. */
  fileNames: readonly string[];
  normalize: (repoUrl: string) => string | undefined;
}): PipelinePlace[] {
  const { targets, annotation, fileNames, normalize } = options;
  const folders = new Map<string, string[]>();
  for (const { status } of targets) {
    const places = new Map(
      foldersOf(status.sources).flatMap(({ repoUrl, folder }) => {
        const normalized = normalize(repoUrl);
        return normalized ? [[`${normalized} ${folder}`, normalized]] : [];
      }),
    );
    for (const [place, repoUrl] of places) {
      const folder = place.slice(repoUrl.length + 1);
      folders.set(repoUrl, [...(folders.get(repoUrl) ?? []), folder]);
    }
  }
  const named = annotation?.trim().replace(/^(\.?\/)+/, '');
  return [...folders]
    .sort(([a, left], [b, right]) =>
      right.length === left.length
        ? a.localeCompare(b)
        : right.length - left.length,
    )
    .map(([repoUrl, all]) => ({
      repoUrl,
      paths: named
        ? [named]
        : upwards(common(all)).flatMap(folder =>
            fileNames.map(name => posix.join(folder, name)),
          ),
    }));
}

interface Folder {
  repoUrl: string;
  folder: string;
}

function foldersOf(sources: readonly Source[]): Folder[] {
  const ofValues = sources.flatMap(({ valueFiles = [] }) =>
    valueFiles.flatMap(file => {
      const [, ref, path] = /^\$([^/]+)\/(.+)$/.exec(file) ?? [];
      const source = sources.find(each => ref && each.ref === ref);
      return source && path
        ? [{ repoUrl: source.repoUrl, folder: clean(posix.dirname(path)) }]
        : [];
    }),
  );
  if (ofValues.length > 0) return ofValues;
  return sources.flatMap(({ repoUrl, path, chart }) =>
    path === undefined || chart !== undefined
      ? []
      : [{ repoUrl, folder: clean(path) }],
  );
}

function clean(path: string): string {
  return posix.normalize(path).replace(/^(\.?\/)+|\/+$/g, '') || '.';
}

function common(folders: readonly string[]): string {
  const [first, ...others] = folders.map(folder =>
    folder === '.' ? [] : folder.split('/'),
  );
  const end = first.findIndex((part, index) =>
    others.some(other => other[index] !== part),
  );
  return first.slice(0, end < 0 ? undefined : end).join('/') || '.';
}

function upwards(folder: string): string[] {
  return folder === '.' ? ['.'] : [folder, ...upwards(posix.dirname(folder))];
}
