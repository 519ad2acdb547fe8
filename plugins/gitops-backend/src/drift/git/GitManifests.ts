import { posix } from 'node:path';
import {
  ResourceRef,
  Source,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { FileSet } from '../../manifests/FileSet';
import { prefetchKustomization } from '../../manifests/kustomize/kustomizeFiles';
import { readKustomization } from '../../manifests/kustomize/Kustomization';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { RepositoryAt } from '../../promotions/plan/RepositoryAt';
import { RepositoryReader } from '../../promotions/plan/RepositoryReader';
import { directoryOf } from '../../promotions/plan/TargetReading';
import { buildKustomization } from './buildKustomization';
import { EngineSettings } from './engineSettings';
import { overriddenImages } from './overriddenImages';
import { identityOf, Rendered, renderedOf } from './Rendered';

/** What Git says about a resource. */
export interface GitManifest {
  rendered: Rendered;
  repository: RepositoryAt;
  /** The directory that the target is built from. */
  directory: string;
  source: Source;
}

/** The objects that a target is built from, and why there may be others. */
export interface GitManifests {
  manifests: GitManifest[];
  /** Why there are resources that aren't among them. */
  reasons: string[];
}

/** Rounds of reading: each level of bases is one. */
const MAX_ROUNDS = 20;

/** Reads what a target is built from. Throws what the forge says when it can't be read. */
export async function readGitManifests(options: {
  reader: RepositoryReader;
  status: TargetStatus;
  settings: EngineSettings;
}): Promise<GitManifests> {
  const { reader } = options;
  let found = lookAt(options);
  for (let round = 0; reader.hasWanted() && round < MAX_ROUNDS; round++) {
    await reader.readWanted();
    found = lookAt(options);
  }
  return found;
}

/** How many of a target's objects are called so: one, as it should be. */
export function manifestsOf(
  { manifests }: GitManifests,
  resource: ResourceRef,
  { namespace }: { namespace: string | undefined },
): GitManifest[] {
  return manifests.filter(({ rendered }) => {
    const own = identityOf(rendered);
    return (
      rendered.kind === resource.kind &&
      rendered.group === resource.group &&
      own.name === resource.name &&
      (resource.namespace === undefined ||
        (own.namespace ?? namespace ?? resource.namespace) ===
          resource.namespace)
    );
  });
}

function lookAt(options: {
  reader: RepositoryReader;
  status: TargetStatus;
  settings: EngineSettings;
}): GitManifests {
  const result: GitManifests = { manifests: [], reasons: [] };
  for (const source of options.status.sources) {
    try {
      const found = inSource({ ...options, source });
      result.manifests.push(...found.manifests);
      result.reasons.push(...found.reasons);
    } catch (error) {
      if (!(error instanceof ManifestProblem)) throw error;
      result.reasons.push(`${error.message}.`);
    }
  }
  return result;
}

function inSource(options: {
  reader: RepositoryReader;
  source: Source;
  status: TargetStatus;
  settings: EngineSettings;
}): GitManifests {
  const { reader, source, settings } = options;
  const none = (reason: string) => ({ manifests: [], reasons: [reason] });
  const directory = directoryOf(source);
  if (source.chart || source.type === 'helm') {
    return none('It is rendered by Helm from the templates of a chart.');
  }
  if (source.type === 'plugin') {
    return none('It is rendered by a plugin of the engine.');
  }
  // A source that only lends its files to others builds nothing.
  if (directory === undefined) return { manifests: [], reasons: [] };
  const repository = reader.at({
    repoUrl: source.repoUrl,
    ref: source.targetRevision,
    required: true,
  });
  if (!repository) {
    return none(
      `No integration of this portal covers ${source.repoUrl || 'its source'}, so its manifests can't be read.`,
    );
  }
  if (repository.missing) {
    return none(
      `${repository.repoUrl} at ${repository.ref} isn't there, or can't be seen by this portal (${repository.missing}).`,
    );
  }
  const { files } = repository;
  prefetchKustomization(files, directory);
  const isKustomize =
    source.type === 'kustomize' ||
    readKustomization(files, directory) !== undefined;
  const chart = files.file(
    directory === '.' ? 'Chart.yaml' : `${directory}/Chart.yaml`,
  );
  if (!isKustomize && chart) {
    return none('It is rendered by Helm from the templates of a chart.');
  }
  const built = isKustomize
    ? buildKustomization({ files, directory })
    : inDirectory(files, directory);
  const doubt =
    settings.doubt ?? doubtBeside({ files, directory, status: options.status });
  return {
    manifests: built.map(rendered => ({
      rendered: {
        ...rendered,
        root: overriddenImages(rendered.root, source),
        ...(doubt && { doubt }),
      },
      repository,
      directory,
      source,
    })),
    reasons: [],
  };
}

/** Argo CD reads settings of a source from these, over those of the Application. */
function doubtBeside(options: {
  files: FileSet;
  directory: string;
  status: TargetStatus;
}): string | undefined {
  const { files, directory, status } = options;
  if (status.engine !== 'argocd') return undefined;
  const found = ['', `-${status.object.name}`]
    .map(suffix => posix.join(directory, `.argocd-source${suffix}.yaml`))
    // Asks for both before looking at any, so that they are read in one round.
    .map(path => files.file(path))
    .find(file => file !== undefined);
  return found && `${found.path} sets more than what is in the other files.`;
}

function inDirectory(files: FileSet, directory: string): Rendered[] {
  const root = directory === '.' ? '' : directory;
  const paths = (files.paths(root) ?? []).filter(path =>
    /\.(ya?ml|json)$/i.test(path),
  );
  // Asks for all of them before looking at any, so that they are read in one round.
  paths.forEach(path => files.file(path));
  return paths.flatMap(path => {
    try {
      const file = files.yaml(path);
      return file ? renderedOf({ file }) : [];
    } catch (error) {
      // One bad file among many doesn't hide the others.
      if (error instanceof ManifestProblem) return [];
      throw error;
    }
  });
}
