import { posix } from 'node:path';
import { parse } from 'yaml';
import { KubeObject } from '../../contracts';
import { ApplicationSource, sourceSchema } from '../Application';
import { ManifestError } from '../ManifestError';
import { GitRepositories } from './GitRepositories';
import { GitTree } from './GitTree';
import { renderChart } from './helm/renderChart';
import {
  kustomizationFiles,
  renderKustomize,
} from './kustomize/renderKustomize';
import { renderDirectory } from './renderDirectory';

export type SourceType = 'Directory' | 'Helm' | 'Kustomize' | '';

/** What Git says should be in the cluster. */
export interface TargetState {
  objects: KubeObject[];
  /** Parallel to the sources. */
  revisions: string[];
  /** Parallel to the sources; empty for one that only lends its files. */
  sourceTypes: SourceType[];
}

/** Renders the sources of an Application. Throws ManifestError that says which source. */
export async function renderSources(options: {
  repositories: GitRepositories;
  application: { name: string; namespace: string };
  sources: ApplicationSource[];
  /** Instead of the sources' own target revisions. */
  revisions?: string[];
}): Promise<TargetState> {
  const { repositories, application, sources, revisions } = options;
  const targetRevisions = sources.map(
    (source, index) => revisions?.[index] || source.targetRevision,
  );
  const state: TargetState = { objects: [], revisions: [], sourceTypes: [] };
  for (const [index, source] of sources.entries()) {
    try {
      const tree = await treeOf(index);
      const { objects, type } = await renderSource(source, tree);
      state.objects.push(...objects);
      state.revisions.push(tree.sha);
      state.sourceTypes.push(type);
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      throw new ManifestError(
        `Failed to load target state: failed to generate manifest for source ${index + 1} of ${sources.length}: rpc error: code = Unknown desc = ${error.message}`,
        { cause: error },
      );
    }
  }
  return state;

  async function treeOf(index: number): Promise<GitTree> {
    const { chart, repoURL } = sources[index];
    if (chart) {
      throw new ManifestError(
        `error fetching chart: failed to fetch chart ${chart}: ${repoURL} can't be reached from here`,
      );
    }
    if (repoURL.startsWith('oci://')) {
      throw new ManifestError(`failed to resolve ${repoURL}: not reachable`);
    }
    return repositories.tree({
      repoUrl: repoURL,
      targetRevision: targetRevisions[index],
    });
  }

  async function renderSource(declared: ApplicationSource, tree: GitTree) {
    const { path } = declared;
    if (path === undefined || path === '') {
      if (declared.ref) return { objects: [], type: '' as const };
      throw new ManifestError('spec.source.path is required');
    }
    if (posix.isAbsolute(path)) {
      throw new ManifestError(`${path}: app path is absolute`);
    }
    if ((await tree.list(path)).length === 0) {
      throw new ManifestError(`${path}: app path does not exist`);
    }
    const source = await withOverrides({
      source: declared,
      tree,
      path,
      name: application.name,
    });
    const type = await sourceTypeOf(source, { tree, path });
    switch (type) {
      case 'Kustomize':
        return {
          type,
          objects: await renderKustomize({
            tree,
            path,
            overrides: source.kustomize,
          }),
        };
      case 'Helm':
        return {
          type,
          objects: await renderChart({
            tree,
            path,
            helm: source.helm,
            release: application,
            referenced,
          }),
        };
      default:
        return {
          type,
          objects: await renderDirectory({
            tree,
            path,
            directory: source.directory,
          }),
        };
    }
  }

  async function referenced(reference: string) {
    const [name, ...rest] = reference.slice(1).split('/');
    const index = sources.findIndex(source => source.ref === name);
    if (index < 0) {
      throw new ManifestError(
        `failed to resolve ${reference}: source with ref ${name} does not exist`,
      );
    }
    return { tree: await treeOf(index), path: rest.join('/') };
  }
}

async function sourceTypeOf(
  source: ApplicationSource,
  { tree, path }: { tree: GitTree; path: string },
): Promise<'Directory' | 'Helm' | 'Kustomize'> {
  if (source.plugin) {
    throw new ManifestError('config management plugins are not installed here');
  }
  if (source.helm) return 'Helm';
  if (source.kustomize) return 'Kustomize';
  if (source.directory) return 'Directory';
  const has = async (file: string) =>
    (await tree.read(posix.join(path, file))) !== undefined;
  if (await has('Chart.yaml')) return 'Helm';
  for (const file of kustomizationFiles) {
    if (await has(file)) return 'Kustomize';
  }
  return 'Directory';
}

// Parameters may be kept next to the manifests instead of in the Application; image updaters write there.
async function withOverrides(options: {
  source: ApplicationSource;
  tree: GitTree;
  path: string;
  name: string;
}): Promise<ApplicationSource> {
  const { tree, path, name } = options;
  let source = options.source;
  for (const file of ['.argocd-source.yaml', `.argocd-source-${name}.yaml`]) {
    const text = await tree.read(posix.join(path, file));
    if (text === undefined) continue;
    let raw: unknown;
    try {
      raw = parse(text);
    } catch (error) {
      throw new ManifestError(`invalid ${path}/${file}`, { cause: error });
    }
    const parsed = sourceSchema.partial().safeParse(raw ?? {});
    if (!parsed.success) throw new ManifestError(`invalid ${path}/${file}`);
    source = {
      ...source,
      ...parsed.data,
      repoURL: source.repoURL,
      ...((source.helm || parsed.data.helm) && {
        helm: { ...source.helm, ...parsed.data.helm },
      }),
      ...((source.kustomize || parsed.data.kustomize) && {
        kustomize: { ...source.kustomize, ...parsed.data.kustomize },
      }),
    };
  }
  return source;
}
