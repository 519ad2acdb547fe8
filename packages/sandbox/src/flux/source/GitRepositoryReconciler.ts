import { createHash } from 'node:crypto';
import { ObjectRef } from '../../contracts';
import { kubeTime } from '../../argocd/controller/kubeTime';
import { ManifestError } from '../../argocd/ManifestError';
import { GitRepositories } from '../../argocd/source/GitRepositories';
import { conditionsWith, Said } from '../conditions';
import { msOf } from '../duration';
import { FluxObjects, handledIn } from '../FluxObjects';
import { FluxTimings } from '../timings';
import { GitRepository, gitRepositorySchema } from '../schema';

/** Fetches what GitRepositories follow. */
export class GitRepositoryReconciler {
  readonly #options: GitRepositoryReconcilerOptions;

  static create(
    options: GitRepositoryReconcilerOptions,
  ): GitRepositoryReconciler {
    return new GitRepositoryReconciler(options);
  }

  private constructor(options: GitRepositoryReconcilerOptions) {
    this.#options = options;
  }

  /** Returns after how many milliseconds it is to be looked at again. */
  async reconcile(ref: ObjectRef): Promise<number | undefined> {
    const { objects, timings } = this.#options;
    const object = objects.get(ref);
    if (!object || object.metadata.deletionTimestamp) return undefined;
    const repository = gitRepositorySchema.parse(object);
    if (repository.spec.suspend) {
      objects.acknowledge(ref);
      return undefined;
    }
    try {
      this.#stored(ref, await this.#resolve(repository));
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      this.#failed(ref, error);
    }
    return msOf(repository.spec.interval) * timings.timeFactor;
  }

  async #resolve({ spec }: GitRepository): Promise<string> {
    const { commit, name, semver, tag, branch } = spec.ref ?? {};
    if (semver) {
      throw new ManifestError(
        'failed to checkout: ranges of tags are not followed here',
      );
    }
    const followed = commit ?? name ?? tag ?? branch ?? 'master';
    const { sha } = await this.#options.repositories.tree({
      repoUrl: spec.url,
      targetRevision: followed.replace(/^refs\/(heads|tags)\//, ''),
    });
    return commit ? `sha1:${sha}` : `${followed}@sha1:${sha}`;
  }

  #stored(ref: ObjectRef, revision: string): void {
    this.#options.objects.updateStatus(ref, (status, object) => {
      const generation = object.metadata.generation ?? 1;
      const { artifact } = gitRepositorySchema.parse(object).status ?? {};
      const said = {
        status: 'True' as const,
        reason: 'Succeeded',
        message: `stored artifact for revision '${revision}'`,
      };
      return {
        ...status,
        ...handledIn(object),
        observedGeneration: generation,
        artifact:
          artifact?.revision === revision
            ? artifact
            : artifactOf(ref, revision),
        conditions: conditionsWith(status, {
          generation,
          set: [
            { type: 'Ready', ...said },
            { type: 'ArtifactInStorage', ...said },
          ],
          gone: ['FetchFailed', 'Reconciling', 'Stalled'],
        }),
      };
    });
  }

  #failed(ref: ObjectRef, error: ManifestError): void {
    this.#options.objects.updateStatus(ref, (status, object) => {
      const said = {
        reason: 'GitOperationFailed',
        message: `failed to checkout and determine revision: ${error.message}`,
      };
      const set: Said[] = [
        { type: 'FetchFailed', status: 'True', ...said },
        { type: 'Ready', status: 'False', ...said },
        {
          type: 'Reconciling',
          status: 'True',
          reason: 'ProgressingWithRetry',
          message: 'reconciliation in progress',
        },
      ];
      return {
        ...status,
        ...handledIn(object),
        conditions: conditionsWith(status, {
          generation: object.metadata.generation ?? 1,
          set,
        }),
      };
    });
  }
}

/** What it works with. */
export interface GitRepositoryReconcilerOptions {
  objects: FluxObjects;
  repositories: GitRepositories;
  timings: FluxTimings;
}

/** What controllers of Flux say of an archive. There is none: what takes part reads the forge itself. */
export function artifactOf(
  { kind, namespace, name }: ObjectRef,
  revision: string,
) {
  const digest = createHash('sha256').update(revision).digest('hex');
  const path = `${kind.toLowerCase()}/${namespace}/${name}/${digest.slice(0, 40)}.tar.gz`;
  return {
    digest: `sha256:${digest}`,
    lastUpdateTime: kubeTime(),
    path,
    revision,
    url: `http://source-controller.flux-system.svc.cluster.local./${path}`,
  };
}
