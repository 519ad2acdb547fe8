import {
  PlanBlocker,
  Source,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  ApplicationManifest,
  reportedSettings,
  SourceSettings,
  sourceSettings,
} from '../../manifests/application/ApplicationManifest';
import { withImageOverrides } from '../../manifests/application/imageOverrides';
import { directoryImages } from '../../manifests/directoryImages';
import { fluxImages } from '../../manifests/flux/fluxImages';
import { fluxPins } from '../../manifests/flux/fluxPins';
import { documentsOf } from '../../manifests/flux/ManifestDocument';
import { releaseDocuments } from '../../manifests/flux/releaseDocuments';
import { ImageSlot } from '../../manifests/ImageSlot';
import {
  kustomizeFiles,
  prefetchKustomization,
} from '../../manifests/kustomize/kustomizeFiles';
import {
  decidingImages,
  kustomizeImages,
} from '../../manifests/kustomize/kustomizeImages';
import { kustomizeManifests } from '../../manifests/kustomize/kustomizeManifests';
import { readKustomization } from '../../manifests/kustomize/Kustomization';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { blockerOf } from './blockerOf';
import { missingRepository } from './missingRepository';
import { nameUnnamedSlots } from './nameUnnamedSlots';
import { readHelmSource } from './readHelmSource';
import { FileAt, RepositoryAt } from './RepositoryAt';
import { RepositoryReader } from './RepositoryReader';
import { settingsBeside } from './settingsBeside';
import { directoryOf, TargetReading } from './TargetReading';

/**
 * Finds where the images of a target are written. What is not read yet is left to the reader's next round, and
 * makes the answer incomplete until then.
 */
export function readTarget(options: {
  reader: RepositoryReader;
  target: { id: string; status: TargetStatus; release?: string };
  /** Image names that matter, so that no more than necessary is read. */
  wanted: ReadonlySet<string>;
  required: boolean;
  manifest?: ApplicationManifest;
}): TargetReading {
  const { target, manifest } = options;
  const { status } = target;
  const reading: TargetReading = {
    ...target,
    slots: [],
    pins: [],
    used: [],
    problems: [],
    doubts: [],
    ...(manifest && { manifest }),
  };
  status.sources.forEach((source, index) => {
    const settings = manifest
      ? sourceSettings(manifest, index)
      : reportedSettings(source.overrides ?? []);
    try {
      const found = readSource({ ...options, source, settings });
      reading.slots.push(...found.slots);
      reading.pins.push(...found.pins);
      reading.used.push(...found.used);
      reading.doubts.push(...found.doubts);
    } catch (error) {
      if (!(error instanceof ManifestProblem)) {
        throw error;
      }
      reading.problems.push(error);
    }
  });
  return {
    ...reading,
    slots: nameUnnamedSlots(reading.slots, status.version.images),
  };
}

type SourceReading = Pick<TargetReading, 'slots' | 'pins' | 'used' | 'doubts'>;
const nothing: SourceReading = { slots: [], pins: [], used: [], doubts: [] };

interface SourceOptions {
  reader: RepositoryReader;
  target: { status: TargetStatus; release?: string };
  wanted: ReadonlySet<string>;
  required: boolean;
  source: Source;
  settings: SourceSettings;
}

function readSource(options: SourceOptions): SourceReading {
  const { reader, source, target, required } = options;
  const repository = source.chart
    ? undefined
    : reader.at({
        repoUrl: source.repoUrl,
        ref: source.targetRevision,
        required,
      });
  const directory = directoryOf(source);
  const doubts = doubtsAbout({ ...options, repository });
  if (source.type === 'plugin' || (!source.chart && directory === undefined)) {
    return { ...nothing, doubts };
  }
  const here = repository && directory ? { repository, directory } : undefined;
  const layers = [
    options.settings,
    ...(here
      ? settingsBeside({ ...here, name: target.status.object.name })
      : []),
  ];
  const type = source.chart ? 'helm' : here && typeOf({ source, ...here });
  if (type === 'helm') {
    return { ...readHelmSource({ ...options, here, layers }), doubts };
  }
  const found = here
    ? readFiles({
        ...here,
        type,
        wanted: options.wanted,
        engine: target.status.engine,
        release: target.release,
      })
    : nothing;
  return {
    used: found.used,
    pins: found.pins,
    doubts: [...doubts, ...found.doubts],
    slots: layers.reduce<ImageSlot[]>(withImageOverrides, found.slots),
  };
}

function readFiles(options: {
  repository: RepositoryAt;
  directory: string;
  type: Source['type'] | undefined;
  wanted: ReadonlySet<string>;
  engine: string;
  release: string | undefined;
}): SourceReading {
  const { repository, directory, type, engine, release } = options;
  const { files } = repository;
  const at = (paths: Iterable<string>): FileAt[] =>
    [...paths].map(path => ({ repository, path }));
  if (type === 'kustomize') {
    prefetchKustomization(files, directory);
    const used = at(kustomizeFiles(files, directory));
    const own = decidingImages({ ...options, files });
    // Then nothing below is read, unless it is Flux's, whose objects name charts and sources too.
    if (own && engine !== 'flux') {
      return { ...nothing, slots: own, used };
    }
    const { texts, generated } = kustomizeManifests(files, directory);
    const documents = documentsOf(texts);
    if (release !== undefined) {
      const mine = releaseDocuments(documents, release);
      return {
        slots: fluxImages(mine, generated),
        pins: fluxPins(mine),
        used,
        doubts: [],
      };
    }
    return {
      slots: [
        ...kustomizeImages({ ...options, files }),
        ...fluxImages(documents, generated),
      ],
      pins: fluxPins(documents),
      used,
      doubts: [],
    };
  }
  if (type === 'directory') {
    const { slots, problems, paths, parsed } = directoryImages(
      files,
      directory,
    );
    const all = documentsOf(parsed.map(file => ({ file })));
    const documents =
      release === undefined ? all : releaseDocuments(all, release);
    return {
      slots: [
        ...(release === undefined ? slots : []),
        ...fluxImages(documents),
      ],
      pins: fluxPins(documents),
      used: at(paths),
      doubts: problems.map(blockerOf),
    };
  }
  return nothing;
}

function doubtsAbout(options: {
  reader: RepositoryReader;
  source: Source;
  target: { status: TargetStatus };
  repository: RepositoryAt | undefined;
}): PlanBlocker[] {
  const { reader, source, target, repository } = options;
  const { kind, name } = target.status.object;
  if (source.type === 'plugin') {
    return [
      {
        code: 'plugin-source',
        message: `${kind} ${name} is rendered by a plugin of the engine, so where it takes versions from isn't known.`,
      },
    ];
  }
  if (repository?.missing) {
    return [missingRepository(repository)];
  }
  if (repository || source.chart) {
    return [];
  }
  return reader.normalize(source.repoUrl)
    ? [
        {
          code: 'no-integration',
          message: `No integration covers ${source.repoUrl}: add its host to "integrations" in the portal's config.`,
        },
      ]
    : [
        {
          code: 'no-repository',
          message: `${kind} ${name} points to no Git repository (${source.repoUrl || 'its repoURL is empty'}).`,
        },
      ];
}

/** The engine's word or, until it has looked, what the files say. Undefined when they aren't read yet. */
function typeOf(options: {
  source: Source;
  repository: RepositoryAt;
  directory: string;
}): Source['type'] | undefined {
  const { source, repository, directory } = options;
  const { files } = repository;
  if (source.type !== 'unknown') {
    return source.type;
  }
  prefetchKustomization(files, directory);
  const kustomization = readKustomization(files, directory);
  const chart = files.file(
    directory === '.' ? 'Chart.yaml' : `${directory}/Chart.yaml`,
  );
  if (kustomization) return 'kustomize';
  if (chart) return 'helm';
  return files.hasWanted() ? undefined : 'directory';
}
