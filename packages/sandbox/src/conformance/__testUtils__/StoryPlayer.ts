import { ClusterObjects, ImageState, KubeObject } from '../../contracts';
import { mergePatch } from '../../clusters/objects/mergePatch';
import { isRecord, recordAt, recordsAt, textAt } from '../../json';
import { Awaited, Named, Story, StoryRecorder } from './loadStory';
import { Sightings } from './Sightings';

const kinds: Record<string, { apiVersion: string; kind: string }> = {
  pod: { apiVersion: 'v1', kind: 'Pod' },
  deployment: { apiVersion: 'apps/v1', kind: 'Deployment' },
  replicaSet: { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  statefulSet: { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  daemonSet: { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  job: { apiVersion: 'batch/v1', kind: 'Job' },
  cronJob: { apiVersion: 'batch/v1', kind: 'CronJob' },
  gitRepository: {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
  },
  helmChart: { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmChart' },
  kustomization: {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
  },
  helmRelease: { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' },
  rollout: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' },
  analysisRun: { apiVersion: 'argoproj.io/v1alpha1', kind: 'AnalysisRun' },
  canary: { apiVersion: 'flagger.app/v1beta1', kind: 'Canary' },
};

/** What the stand-ins' objects looked like at a stage; first the one that the stage is about. */
export interface PlayedStage {
  stage: string;
  objects: KubeObject[];
}

/** Plays a story of the lab on a cluster of the sandbox, and keeps what its objects look like at each stage. */
export class StoryPlayer implements StoryRecorder {
  readonly stages: PlayedStage[] = [];
  /** What pods find that run an image which the story wants to fail. */
  readonly images = new Map<string, ImageState>();
  /** What was set at the metric provider, by its path. */
  readonly metrics = new Map<string, string>();
  readonly #story: Story;
  readonly #objects: ClusterObjects;
  readonly #makeRepository: StoryRecorder['repository'];
  readonly #sightings = new Map<string, Sightings>();

  static create(options: StoryPlayerOptions): StoryPlayer {
    return new StoryPlayer(options);
  }

  private constructor(options: StoryPlayerOptions) {
    this.#story = options.story;
    this.#objects = options.objects;
    this.#makeRepository = options.repository;
    for (const name of options.story.watches) {
      const kind = { ...kinds[name], namespace: this.namespace };
      this.#sightings.set(name, Sightings.watch(this.#objects, kind));
    }
  }

  get namespace(): string {
    return this.#story.namespace;
  }

  async repository(name: string) {
    const { content, url } = await this.#makeRepository(name);
    const commit: typeof content.commit = (message, files) => {
      Object.values(files).forEach(file => this.#learn(file));
      return content.commit(message, files);
    };
    return { content: { commit }, url };
  }

  metricUrl(path: string): string {
    return `http://metrics.example.com/${path}`;
  }

  async setMetric(text: string): Promise<void> {
    const { pathname, search } = new URL(this.metricUrl(text));
    this.metrics.set(pathname.slice(1), search.slice(1).split('=')[1]);
  }

  // As a server-side apply: what others have written to labels and annotations stays.
  async apply(...objects: KubeObject[]): Promise<void> {
    for (const object of objects) {
      this.#learn(object);
      const { apiVersion, kind, metadata } = object;
      const {
        namespace = this.namespace,
        name,
        labels,
        annotations,
      } = metadata;
      const ref = { apiVersion, kind, namespace, name };
      const live = this.#objects.get(ref)?.metadata;
      this.#objects.apply({
        ...object,
        metadata: {
          ...metadata,
          namespace,
          ...((live?.labels ?? labels) && {
            labels: { ...live?.labels, ...labels },
          }),
          ...((live?.annotations ?? annotations) && {
            annotations: { ...live?.annotations, ...annotations },
          }),
        },
      });
    }
  }

  async patch({
    kind,
    name,
    patch,
    subresource,
  }: Parameters<StoryRecorder['patch']>[0]): Promise<void> {
    const ref = this.#refOf({ kind, name });
    if (subresource !== 'status') {
      this.#objects.mergePatch(ref, patch);
      return;
    }
    const status = recordAt(this.#objects.get(ref), 'status');
    this.#objects.setStatus(ref, mergePatch(status, recordAt(patch, 'status')));
  }

  until({ kind, name, when }: Awaited): Promise<KubeObject> {
    const sightings = this.#sightings.get(kind);
    if (!sightings) throw new Error(`the story does not watch ${kind}`);
    return sightings.next({ name, when, timeoutMs: 4_000 });
  }

  async stage({
    stage,
    alongside = [],
    ...awaited
  }: Parameters<StoryRecorder['stage']>[0]): Promise<KubeObject> {
    const object = await this.until(awaited).catch(error => {
      throw new Error(`stage ${stage}: ${String(error)}`);
    });
    const others = alongside.flatMap(kind =>
      this.#objects.list({ ...kinds[kind], namespace: this.namespace }),
    );
    this.stages.push({ stage, objects: [object, ...others] });
    return object;
  }

  stop(): void {
    for (const sightings of this.#sightings.values()) sightings.stop();
  }

  #refOf({ kind, name }: Named) {
    return { ...kinds[kind], namespace: this.namespace, name };
  }

  /** The lab tells by a label that the pods of an image fail. */
  #learn(value: unknown): void {
    if (typeof value === 'string' || !isRecord(value)) return;
    const fails = textAt(value, 'metadata', 'labels', 'fairlead-lab/pod');
    if (fails) {
      for (const { image } of recordsAt(value, 'spec', 'containers')) {
        const state = fails === 'crash-loop' ? 'crashes' : 'missing';
        this.images.set(String(image), state);
      }
    }
    for (const child of Object.values(value)) {
      if (Array.isArray(child)) child.forEach(each => this.#learn(each));
      else this.#learn(child);
    }
  }
}

/** What a story is played with. */
export interface StoryPlayerOptions {
  story: Story;
  objects: ClusterObjects;
  /** Makes a repository. */
  repository: StoryRecorder['repository'];
}
