import { posix } from 'node:path';
import { parse } from 'yaml';
import { ManifestError } from '../../argocd/ManifestError';
import { GitRepositories } from '../../argocd/source/GitRepositories';
import { ObjectRef } from '../../contracts';
import { textAt } from '../../json';
import { conditionsWith } from '../conditions';
import { msOf } from '../duration';
import { FluxFailure } from '../FluxFailure';
import { FluxObjects, handledIn } from '../FluxObjects';
import { gitRepositorySchema, HelmChart, helmChartSchema } from '../schema';
import { FluxTimings } from '../timings';
import { artifactOf } from './GitRepositoryReconciler';

/** Finds the charts that HelmCharts name in Git. There is no chart repository that it could ask. */
export class HelmChartReconciler {
  readonly #options: HelmChartReconcilerOptions;

  static create(options: HelmChartReconcilerOptions): HelmChartReconciler {
    return new HelmChartReconciler(options);
  }

  private constructor(options: HelmChartReconcilerOptions) {
    this.#options = options;
  }

  /** Returns after how many milliseconds it is to be looked at again. */
  async reconcile(ref: ObjectRef): Promise<number | undefined> {
    const { objects, timings } = this.#options;
    const object = objects.get(ref);
    if (!object || object.metadata.deletionTimestamp) return undefined;
    const chart = helmChartSchema.parse(object);
    if (chart.spec.suspend) {
      objects.acknowledge(ref);
      return undefined;
    }
    try {
      this.#stored(ref, await this.#find(chart));
    } catch (error) {
      this.#failed(ref, failureOf(error));
    }
    return msOf(chart.spec.interval) * timings.timeFactor;
  }

  async #find({ metadata, spec }: HelmChart) {
    const { kind, name, namespace = metadata.namespace } = spec.sourceRef;
    if (kind !== 'GitRepository') {
      throw new FluxFailure(
        'FetchFailed',
        `failed to fetch ${spec.chart}: no ${kind} can be reached from here`,
      );
    }
    const source = this.#options.objects.get({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind,
      namespace,
      name,
    });
    const { status, spec: git } = source
      ? gitRepositorySchema.parse(source)
      : {};
    const revision = status?.artifact?.revision;
    if (!git || !revision) {
      throw new FluxFailure(
        'NoSourceArtifact',
        `no artifact available for ${kind} source '${name}'`,
      );
    }
    const tree = await this.#options.repositories.tree({
      repoUrl: git.url,
      targetRevision: revision.slice(revision.lastIndexOf(':') + 1),
    });
    const text = await tree.read(posix.join(spec.chart, 'Chart.yaml'));
    if (text === undefined) {
      throw new FluxFailure(
        'ChartPackageError',
        `invalid chart reference: stat /tmp/helmchart/${spec.chart}: no such file or directory`,
      );
    }
    const chart: unknown = parse(text);
    const version = textAt(chart, 'version') ?? '0.0.0';
    const sha = tree.sha.slice(0, 12);
    return {
      name: textAt(chart, 'name') ?? posix.basename(spec.chart),
      version:
        spec.reconcileStrategy === 'Revision' ? `${version}+${sha}` : version,
      sourceRevision: revision,
    };
  }

  #stored(
    ref: ObjectRef,
    found: { name: string; version: string; sourceRevision: string },
  ): void {
    const { name, version, sourceRevision } = found;
    this.#options.objects.updateStatus(ref, (status, object) => {
      const generation = object.metadata.generation ?? 1;
      const before = helmChartSchema.parse(object).status ?? {};
      const said = {
        status: 'True' as const,
        reason: 'ChartPackageSucceeded',
        message: `packaged '${name}' chart with version '${version}'`,
      };
      // A chart whose version stays is not packaged again.
      const isSame = before.artifact?.revision === version;
      return {
        ...status,
        ...handledIn(object),
        observedGeneration: generation,
        observedChartName: name,
        observedSourceArtifactRevision: isSame
          ? before.observedSourceArtifactRevision
          : sourceRevision,
        artifact: isSame ? before.artifact : artifactOf(ref, version),
        conditions: conditionsWith(status, {
          generation,
          set: [
            { type: 'Ready', ...said },
            { type: 'ArtifactInStorage', ...said },
          ],
          gone: ['FetchFailed', 'BuildFailed', 'Reconciling'],
        }),
      };
    });
  }

  #failed(ref: ObjectRef, { reason, message }: FluxFailure): void {
    this.#options.objects.updateStatus(ref, (status, object) => ({
      ...status,
      ...handledIn(object),
      conditions: conditionsWith(status, {
        generation: object.metadata.generation ?? 1,
        set: [
          { type: 'FetchFailed', status: 'True', reason, message },
          { type: 'Ready', status: 'False', reason, message },
        ],
      }),
    }));
  }
}

/** What it works with. */
export interface HelmChartReconcilerOptions {
  objects: FluxObjects;
  repositories: GitRepositories;
  timings: FluxTimings;
}

function failureOf(error: unknown): FluxFailure {
  if (error instanceof FluxFailure) return error;
  if (!(error instanceof ManifestError)) throw error;
  return new FluxFailure('FetchFailed', error.message, { cause: error });
}
