import { ClusterObjects, KubeObject } from '../contracts';
import { textAt } from '../json';
import { ownedBy, ownerReference } from '../workloads/owned';
import { analysisSpec } from './analysisSpec';
import {
  Analysis,
  analysisRunKind,
  hashLabel,
  revisionAnnotation,
  Rollout,
  RunStatus,
} from './Rollout';

const done = ['Successful', 'Failed', 'Error', 'Inconclusive'];

/** When an analysis runs. */
export type AnalysisType =
  'Step' | 'Background' | 'PrePromotion' | 'PostPromotion';

/** The AnalysisRuns of a Rollout. */
export class Analyses {
  readonly #objects: ClusterObjects;
  readonly #rollout: Rollout;
  readonly #owner: KubeObject;

  static create(options: {
    objects: ClusterObjects;
    rollout: Rollout;
    owner: KubeObject;
  }): Analyses {
    return new Analyses(options);
  }

  private constructor(options: Parameters<typeof Analyses.create>[0]) {
    this.#objects = options.objects;
    this.#rollout = options.rollout;
    this.#owner = options.owner;
  }

  /** How the run of which the status tells stands now; starts one where there is none. */
  run(options: {
    analysis: Analysis;
    type: AnalysisType;
    known: RunStatus | undefined;
    hashes: { latest: string; stable: string };
    revision: number;
    stepIndex?: number;
  }): RunStatus {
    const found = options.known && this.#find(options.known.name);
    const index = found?.metadata.labels?.['step-index'];
    // Of a step that somebody has skipped, perhaps.
    const isOurs =
      options.stepIndex === undefined || index === String(options.stepIndex);
    const run = found && isOurs ? found : this.#start(options);
    const message = textAt(run, 'status', 'message');
    return {
      name: run.metadata.name,
      status: textAt(run, 'status', 'phase') ?? '',
      ...(message && { message }),
    };
  }

  /** Ends the runs that are not done. */
  terminate(type?: AnalysisType): void {
    for (const run of this.#all()) {
      const phase = textAt(run, 'status', 'phase') ?? '';
      const isMeant = !type || run.metadata.labels?.['rollout-type'] === type;
      if (!isMeant || done.includes(phase)) continue;
      this.#objects.mergePatch(refOf(run), { spec: { terminate: true } });
    }
  }

  /** Forgets the oldest that are done, beyond those that are to be kept. */
  forgetOld(current: ReadonlyArray<RunStatus | undefined>): void {
    const { successfulRunHistoryLimit = 5, unsuccessfulRunHistoryLimit = 5 } =
      this.#rollout.spec.analysis ?? {};
    const names = current.map(each => each?.name);
    const over = this.#all().filter(
      run =>
        !names.includes(run.metadata.name) &&
        done.includes(textAt(run, 'status', 'phase') ?? ''),
    );
    const isGood = (run: KubeObject) =>
      textAt(run, 'status', 'phase') === 'Successful';
    for (const [runs, limit] of [
      [over.filter(isGood), successfulRunHistoryLimit],
      [over.filter(run => !isGood(run)), unsuccessfulRunHistoryLimit],
    ] as const) {
      for (const run of runs.slice(0, Math.max(0, runs.length - limit))) {
        this.#objects.delete(refOf(run));
      }
    }
  }

  #start(options: Parameters<Analyses['run']>[0]): KubeObject {
    const { analysis, type, hashes, revision, stepIndex } = options;
    const { name, namespace } = this.#rollout.metadata;
    const suffix = {
      Step: `-${stepIndex}`,
      Background: '',
      PrePromotion: '-pre',
      PostPromotion: '-post',
    }[type];
    const wanted = `${name}-${hashes.latest}-${revision}${suffix}`;
    let free = wanted;
    for (let attempt = 1; this.#find(free); attempt++) {
      free = `${wanted}.${attempt}`;
    }
    const metadata = analysis.analysisRunMetadata;
    return this.#objects.create({
      ...analysisRunKind,
      metadata: {
        name: free,
        namespace,
        labels: {
          ...metadata?.labels,
          'rollout-type': type,
          ...(stepIndex !== undefined && { 'step-index': String(stepIndex) }),
          [hashLabel]: hashes.latest,
        },
        annotations: {
          ...metadata?.annotations,
          [revisionAnnotation]: String(revision),
        },
        ownerReferences: [ownerReference(this.#owner)],
      },
      spec: analysisSpec({
        objects: this.#objects,
        rollout: this.#rollout,
        analysis,
        hashes,
      }),
    });
  }

  #find(name: string): KubeObject | undefined {
    const { namespace } = this.#rollout.metadata;
    return this.#objects.get({ ...analysisRunKind, namespace, name });
  }

  #all(): KubeObject[] {
    return ownedBy({
      objects: this.#objects,
      owner: this.#owner,
      kind: analysisRunKind,
    }).sort((a, b) =>
      (a.metadata.creationTimestamp ?? '').localeCompare(
        b.metadata.creationTimestamp ?? '',
      ),
    );
  }
}

function refOf({ metadata: { namespace, name } }: KubeObject) {
  return { ...analysisRunKind, namespace, name };
}
