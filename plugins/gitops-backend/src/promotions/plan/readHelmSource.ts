import { posix } from 'node:path';
import { Source, TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { minimatch } from 'minimatch';
import { SourceSettings } from '../../manifests/application/ApplicationManifest';
import { helmSettings } from '../../manifests/application/helmSettings';
import { chartPins } from '../../manifests/helm/chartPins';
import { helmImages } from '../../manifests/helm/helmImages';
import { ValueLayer } from '../../manifests/helm/ValueLayer';
import { FileAt, RepositoryAt } from './RepositoryAt';
import { RepositoryReader } from './RepositoryReader';
import { TargetReading } from './TargetReading';

/**
 * The images in the values of a Helm source: the chart's own values, value files in their order, and what the
 * engine's object sets itself. A chart of a Helm repository isn't read, so its own values are unknown.
 */
export function readHelmSource(options: {
  reader: RepositoryReader;
  target: { status: TargetStatus };
  required: boolean;
  source: Source;
  here: { repository: RepositoryAt; directory: string } | undefined;
  layers: readonly SourceSettings[];
}): Pick<TargetReading, 'slots' | 'pins' | 'used'> {
  const { here, source } = options;
  const places: FileAt[] = [
    ...(here
      ? [
          {
            repository: here.repository,
            path: posix.join(here.directory, 'values.yaml'),
          },
        ]
      : []),
    ...(source.valueFiles ?? []).flatMap(declared => {
      const place = valueFile({ ...options, declared });
      return place ? expanded(place) : [];
    }),
  ];
  if (here) {
    chartPins(here.repository.files, here.directory);
  }
  const present = places
    // Asks for all of them before looking at any, so that they are read in one round.
    .map(place => ({
      place,
      exists: place.repository.files.file(place.path),
    }))
    .filter(({ exists }) => exists)
    .map(({ place }) => place);
  const layers = [
    ...present.flatMap((place): ValueLayer[] => {
      const file = place.repository.files.yaml(place.path);
      return file ? [{ kind: 'values', file, base: [] }] : [];
    }),
    ...options.layers.flatMap(helmSettings),
  ];
  const pins = here ? chartPins(here.repository.files, here.directory) : [];
  const charts = new Set(pins.map(({ fields }) => fields.version?.file.path));
  return {
    slots: helmImages(layers),
    pins,
    used: [
      ...present,
      ...[...charts].flatMap(path =>
        here && path ? [{ repository: here.repository, path }] : [],
      ),
    ],
  };
}

/** `$ref/path` from the root of that source's repository, `/path` from the root of this one's, else beside the chart. */
function valueFile(options: {
  reader: RepositoryReader;
  target: { status: TargetStatus };
  required: boolean;
  here: { repository: RepositoryAt; directory: string } | undefined;
  declared: string;
}): FileAt | undefined {
  const { reader, target, required, here, declared } = options;
  if (declared.includes('://')) {
    return undefined;
  }
  const [, name, path] = /^\$([^/]+)\/(.+)$/.exec(declared) ?? [];
  if (name && path) {
    const other = target.status.sources.find(({ ref }) => ref === name);
    const repository =
      other &&
      reader.at({
        repoUrl: other.repoUrl,
        ref: other.targetRevision,
        required,
      });
    return repository && { repository, path: posix.normalize(path) };
  }
  return (
    here && {
      repository: here.repository,
      path: declared.startsWith('/')
        ? posix.normalize(declared.slice(1))
        : posix.join(here.directory, declared),
    }
  );
}

/** The files that a pattern stands for, in the order of their names. Incomplete until the directory is listed. */
function expanded({ repository, path }: FileAt): FileAt[] {
  const wildcard = path.search(/[*?[{]/);
  if (wildcard < 0) {
    return [{ repository, path }];
  }
  const parent = path.slice(0, wildcard).split('/').slice(0, -1).join('/');
  return (repository.files.paths(parent) ?? [])
    .filter(other => minimatch(other, path))
    .map(other => ({ repository, path: other }));
}
