import { posix } from 'node:path';
import { parse } from 'yaml';
import { GitRepositories } from '../../argocd/source/GitRepositories';
import { GitTree } from '../../argocd/source/GitTree';
import { ObjectRef } from '../../contracts';
import { textAt } from '../../json';
import { conditionOf } from '../conditions';
import { FluxFailure } from '../FluxFailure';
import { FluxObjects } from '../FluxObjects';
import {
  gitRepositorySchema,
  HelmChart,
  helmChartSchema,
  HelmRelease,
} from '../schema';

const apiVersion = 'source.toolkit.fluxcd.io/v1';

/** A chart in Git, at the commit from which it was made. */
export interface FoundChart {
  tree: GitTree;
  path: string;
  chartName: string;
  chartVersion: string;
  appVersion?: string;
}

/** Declares the HelmCharts of releases, and finds what comes of them. */
export class ChartFinder {
  readonly #objects: FluxObjects;
  readonly #repositories: GitRepositories;

  static create(options: {
    objects: FluxObjects;
    repositories: GitRepositories;
  }): ChartFinder {
    return new ChartFinder(options);
  }

  private constructor(options: {
    objects: FluxObjects;
    repositories: GitRepositories;
  }) {
    this.#objects = options.objects;
    this.#repositories = options.repositories;
  }

  /** Throws FluxFailure while there is no chart. */
  async find(ref: ObjectRef, release: HelmRelease): Promise<FoundChart> {
    const declared = this.#declare(ref, release);
    const object = this.#objects.get(declared);
    const chart = object && helmChartSchema.parse(object);
    const version = chart?.status?.artifact?.revision;
    const revision = chart?.status?.observedSourceArtifactRevision;
    if (!chart || !version || !revision) {
      const why = textAt(conditionOf(object, 'Ready'), 'message');
      throw new FluxFailure(
        'SourceNotReady',
        `HelmChart '${declared.namespace}/${declared.name}' is not ready: ${why ?? 'latest generation of object has not been reconciled'}`,
      );
    }
    const tree = await this.#repositories.tree({
      repoUrl: this.#urlOf(chart),
      targetRevision: revision.slice(revision.lastIndexOf(':') + 1),
    });
    const path = posix.normalize(chart.spec.chart);
    const text = await tree.read(posix.join(path, 'Chart.yaml'));
    const content: unknown = parse(text ?? '');
    const appVersion = textAt(content, 'appVersion');
    return {
      tree,
      path,
      chartName: textAt(content, 'name') ?? posix.basename(path),
      chartVersion: version,
      ...(appVersion && { appVersion }),
    };
  }

  #declare(ref: ObjectRef, release: HelmRelease): ObjectRef {
    const { metadata, spec } = release;
    const template = spec.chart?.spec;
    if (!template) {
      throw new FluxFailure(
        'ArtifactFailed',
        'charts of OCI repositories can not be reached from here',
      );
    }
    const { namespace = metadata.namespace } = template.sourceRef;
    const name = `${metadata.namespace}-${metadata.name}`;
    const declared = { apiVersion, kind: 'HelmChart', namespace, name };
    this.#objects.cluster.apply({
      apiVersion,
      kind: 'HelmChart',
      metadata: {
        name,
        namespace,
        labels: {
          'helm.toolkit.fluxcd.io/name': metadata.name,
          'helm.toolkit.fluxcd.io/namespace': metadata.namespace,
        },
      },
      spec: {
        interval: template.interval ?? spec.interval,
        chart: template.chart,
        version: template.version ?? '*',
        reconcileStrategy: template.reconcileStrategy ?? 'ChartVersion',
        sourceRef: {
          kind: template.sourceRef.kind,
          name: template.sourceRef.name,
        },
        ...(template.valuesFiles && { valuesFiles: template.valuesFiles }),
      },
    });
    this.#objects.updateStatus(ref, status => ({
      ...status,
      helmChart: `${namespace}/${name}`,
    }));
    return declared;
  }

  #urlOf({ metadata, spec }: HelmChart): string {
    const { name, namespace = metadata.namespace } = spec.sourceRef;
    const source = this.#objects.get({
      apiVersion,
      kind: 'GitRepository',
      namespace,
      name,
    });
    if (!source) {
      throw new FluxFailure(
        'ArtifactFailed',
        `GitRepository ${name} not found`,
      );
    }
    return gitRepositorySchema.parse(source).spec.url;
  }
}
