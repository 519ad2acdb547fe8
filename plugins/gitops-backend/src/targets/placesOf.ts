import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';

/** Where a target is, under all the names it has there. */
export interface TargetPlaces {
  /** The cluster that the service runs on: its name in the config, the engine's name of it, its URL. */
  clusters: string[];
  namespaces: string[];
  /** Of the sources and their values files, inside their repositories. */
  paths: string[];
  /** Each folder of those paths. */
  folders: string[];
  /** The values files, without their folders. */
  files: string[];
}

/** Reads the places from a status. */
export function placesOf(
  status: TargetStatus,
  clusters: ReadonlyArray<{ name: string; url?: string }>,
): TargetPlaces {
  const { destination, object, sources } = status;
  const valueFiles = sources.flatMap(source =>
    (source.valueFiles ?? []).map(file => pathOfFile(file, source.path)),
  );
  const paths = sources.flatMap(({ path }) => (path ? [path] : []));
  return {
    clusters: clusterNames(status, clusters),
    namespaces: [destination.namespace || object.namespace].filter(Boolean),
    paths: [...paths, ...valueFiles],
    folders: [
      ...paths.flatMap(path => path.split('/')),
      ...valueFiles.flatMap(file => file.split('/').slice(0, -1)),
    ],
    files: valueFiles.map(file => file.slice(file.lastIndexOf('/') + 1)),
  };
}

/** Name, in the config, of the cluster that a target deploys to; undefined when it is none of those. */
export function destinationCluster(
  status: TargetStatus,
  clusters: ReadonlyArray<{ name: string; url?: string }>,
): string | undefined {
  const names = clusterNames(status, clusters);
  return clusters.find(({ name }) => names.includes(name))?.name;
}

function clusterNames(
  { destination, object }: TargetStatus,
  clusters: ReadonlyArray<{ name: string; url?: string }>,
): string[] {
  const { inCluster, name, server } = destination;
  if (inCluster || (!name && !server)) return [object.cluster];
  const known = clusters.find(
    ({ url }) => url && server && withoutSlash(url) === withoutSlash(server),
  );
  return [name, server, known?.name].filter(each => each !== undefined);
}

// `$ref/envs/prod/values.yaml` is a path in another source's repository; others are relative to the source's own.
function pathOfFile(file: string, path: string | undefined): string {
  if (file.startsWith('$')) return file.slice(file.indexOf('/') + 1);
  if (file.startsWith('/')) return file.slice(1);
  const parts = path && path !== '.' ? path.split('/') : [];
  for (const part of file.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
