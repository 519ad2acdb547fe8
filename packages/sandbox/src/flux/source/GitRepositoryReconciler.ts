import { createHash } from 'node:crypto';
import { KubeObject, ObjectRef } from '../../contracts';
import { kubeTime } from '../../argocd/controller/kubeTime';
import { ManifestError } from '../../argocd/ManifestError';
import { GitRepositories } from '../../argocd/source/GitRepositories';
import { textAt } from '../../json';
import { conditionOf, conditionsWith, Said } from '../conditions';
import { msOf } from '../duration';
import { FluxObjects, handledIn, openRequest } from '../FluxObjects';
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
    if (!object) return undefined;
    if (object.metadata.deletionTimestamp) {
      objects.releaseFinalizer(ref);
      return undefined;
    }
    const repository = gitRepositorySchema.parse(object);
    objects.holdFinalizer(ref);
    if (repository.spec.suspend) {
      objects.acknowledge(ref);
      return undefined;
    }
    this.#begin(ref, object);
    try {
      const revision = await this.#resolve(repository);
      this.#found(ref, revision);
      this.#stored(ref, revision);
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      this.#failed(ref, error);
    }
    return msOf(repository.spec.interval) * timings.timeFactor;
  }

  async #resolve({ spec }: GitRepository): Promise<string> {
    const { commit, name, semver, tag, branch } = spec.ref ?? {};
    if (semver) {
      throw new ManifestError('ranges of tags are not followed here');
    }
    const followed = commit ?? name ?? tag ?? branch ?? 'master';
    const { repositories } = this.#options;
    const { sha } = await repositories
      .tree({
        repoUrl: spec.url,
        targetRevision: followed.replace(/^refs\/(heads|tags)\//, ''),
      })
      .catch(error => {
        throw error instanceof ManifestError
          ? inWordsOfGit(error, spec.url)
          : error;
      });
    return commit ? `sha1:${sha}` : `${followed}@sha1:${sha}`;
  }

  // Only what somebody waits for is told: a new generation, a request, a first artifact.
  #begin(ref: ObjectRef, object: KubeObject): void {
    const { generation } = object.metadata;
    const { observedGeneration } =
      gitRepositorySchema.parse(object).status ?? {};
    if (generation !== observedGeneration) {
      this.#progressing(
        ref,
        `processing object: new generation ${observedGeneration ?? -1} -> ${generation}`,
      );
    } else if (openRequest(object) !== undefined) {
      this.#progressing(ref, 'reconciliation in progress');
    }
    if (textAt(object, 'status', 'artifact', 'revision') === undefined) {
      this.#progressing(ref, 'building artifact', { drifted: true });
    }
  }

  #found(ref: ObjectRef, revision: string): void {
    const object = this.#options.objects.get(ref);
    const known = textAt(object, 'status', 'artifact', 'revision');
    if (!object || known === revision) return;
    const news = `new upstream revision '${revision}'`;
    this.#progressing(ref, `building artifact: ${news}`, {
      drifted: true,
      ...(known !== undefined && {
        also: {
          type: 'ArtifactOutdated',
          status: 'True',
          reason: 'NewRevision',
          message: news,
        },
      }),
    });
  }

  /** Ready stays as it was until it is known that there is something to be built. */
  #progressing(
    ref: ObjectRef,
    message: string,
    { drifted = false, also }: { drifted?: boolean; also?: Said } = {},
  ): void {
    this.#options.objects.updateStatus(ref, (status, object) => {
      const ready = conditionOf(object, 'Ready');
      const isOpen = drifted || !ready || ready.status === 'Unknown';
      const said = { reason: 'Progressing', message };
      return {
        ...status,
        conditions: conditionsWith(status, {
          generation: object.metadata.generation ?? 1,
          set: [
            { type: 'Reconciling', status: 'True', ...said },
            ...(isOpen
              ? [{ type: 'Ready', status: 'Unknown' as const, ...said }]
              : []),
            ...(also ? [also] : []),
          ],
          gone: ['Stalled'],
        }),
      };
    });
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
          gone: ['FetchFailed', 'Reconciling', 'Stalled', 'ArtifactOutdated'],
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
      const begun = conditionOf(object, 'Reconciling')?.message;
      const set: Said[] = [
        { type: 'FetchFailed', status: 'True', ...said },
        { type: 'Ready', status: 'False', ...said },
        {
          type: 'Reconciling',
          status: 'True',
          reason: 'ProgressingWithRetry',
          message:
            typeof begun === 'string' ? begun : 'reconciliation in progress',
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
  const file = revision.slice(revision.lastIndexOf(':') + 1);
  const path = `${kind.toLowerCase()}/${namespace}/${name}/${file}.tar.gz`;
  return {
    digest: `sha256:${digest}`,
    lastUpdateTime: kubeTime(),
    path,
    revision,
    size: 400 + (Number.parseInt(digest.slice(0, 2), 16) % 100),
    url: `http://source-controller.flux-system.svc.cluster.local./${path}`,
  };
}

function inWordsOfGit(error: ManifestError, url: string): ManifestError {
  const branch = /^unable to resolve '(.+)' to a commit SHA$/.exec(
    error.message,
  )?.[1];
  const why = branch
    ? `couldn't find remote ref "refs/heads/${branch}"`
    : 'repository not found: ';
  return new ManifestError(`unable to clone '${url}': ${why}`, {
    cause: error,
  });
}
