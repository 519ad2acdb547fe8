import { setTimeout as delay } from 'node:timers/promises';
import { ManifestError } from '../../argocd/ManifestError';
import { GitRepositories } from '../../argocd/source/GitRepositories';
import { ObjectRef } from '../../contracts';
import { conditionOf, Said } from '../conditions';
import { dependencyProblem } from '../dependencyProblem';
import { durationOf, msOf } from '../duration';
import { FluxFailure } from '../FluxFailure';
import { FluxObjects, openRequest } from '../FluxObjects';
import { ResourceApplier } from '../resources/ResourceApplier';
import { HelmRelease } from '../schema';
import { refOf } from '../../argocd/objects';
import { FluxTimings } from '../timings';
import { ChartFinder } from './ChartFinder';
import { HelmActions, nameAndVersion, Plan } from './HelmActions';
import { HelmReleaseStatus } from './HelmReleaseStatus';
import { isSame, retriesOf, wantedOf } from './plans';
import { configDigestOf, releaseValues } from './releaseValues';
import { renderRelease } from './renderRelease';

const dependencyMs = 30_000;
const resetAt = 'reconcile.fluxcd.io/resetAt';

/** Keeps releases at their charts and values, and goes back when an upgrade fails and that is asked for. */
export class HelmReleaseReconciler {
  readonly #options: HelmReleaseReconcilerOptions;
  readonly #applier: ResourceApplier;
  readonly #status: HelmReleaseStatus;
  readonly #charts: ChartFinder;
  readonly #helm: HelmActions;

  static create(options: HelmReleaseReconcilerOptions): HelmReleaseReconciler {
    return new HelmReleaseReconciler(options);
  }

  private constructor(options: HelmReleaseReconcilerOptions) {
    const { objects } = options;
    this.#options = options;
    this.#applier = ResourceApplier.create({ cluster: objects.cluster });
    this.#status = HelmReleaseStatus.create({ objects });
    this.#charts = ChartFinder.create(options);
    this.#helm = HelmActions.create({
      ...options,
      applier: this.#applier,
      status: this.#status,
    });
  }

  /** Returns after how many milliseconds it is to be looked at again. */
  async reconcile(ref: ObjectRef): Promise<number | undefined> {
    const { objects, timings } = this.#options;
    const release = this.#status.read(ref);
    if (!release) return undefined;
    if (release.metadata.deletionTimestamp) {
      this.#helm.uninstall(release);
      objects.releaseFinalizer(ref);
      return undefined;
    }
    if (release.spec.suspend) {
      objects.acknowledge(ref);
      return undefined;
    }
    objects.holdFinalizer(ref);
    try {
      const plan = await this.#plan(ref, release);
      const isAgain = await this.#carryOut(plan);
      return isAgain ? 0 : msOf(release.spec.interval) * timings.timeFactor;
    } catch (error) {
      const failure = failureOf(error);
      this.#say(ref, failure);
      const ms =
        failure.reason === 'DependencyNotReady'
          ? dependencyMs
          : msOf(release.spec.interval);
      return ms * timings.timeFactor;
    }
  }

  async #plan(ref: ObjectRef, release: HelmRelease): Promise<Plan> {
    const { objects } = this.#options;
    const waitsFor = dependencyProblem({ objects, kind: ref, object: release });
    if (waitsFor) throw new FluxFailure('DependencyNotReady', waitsFor);
    const chart = await this.#charts.find(ref, release);
    const values = releaseValues(release, objects);
    return {
      ref,
      release,
      wanted: wantedOf(chart, configDigestOf(values)),
      objects: await renderRelease({ ...chart, release, values }),
    };
  }

  /** Whether there is more to be done at once. */
  async #carryOut(plan: Plan): Promise<boolean> {
    const { ref, wanted } = plan;
    this.#forgiveIfAsked(plan);
    const release = this.#status.read(ref);
    if (!release) return false;
    const { status } = release;
    const isTried =
      status?.lastAttemptedGeneration === release.metadata.generation &&
      status?.lastAttemptedRevision === wanted.chartVersion &&
      status?.lastAttemptedConfigDigest === wanted.configDigest;
    if (!isTried && status?.failures) this.#status.forgive(ref);
    const failures = isTried ? (status?.failures ?? 0) : 0;
    const [last] = status?.history ?? [];
    if (last?.status === 'deployed' && isSame(last, wanted) && !failures) {
      this.#keep(plan);
      return false;
    }
    const action = last ? 'upgrade' : 'install';
    if (isTried && failures > retriesOf(release, action)) {
      this.#status.handled(ref);
      return false;
    }
    return this.#release(plan, action);
  }

  async #release(plan: Plan, action: 'install' | 'upgrade'): Promise<boolean> {
    const { ref, release, wanted, objects } = plan;
    const { timings, signal } = this.#options;
    const timeout = msOf(release.spec.timeout ?? '5m');
    this.#status.begins(ref, {
      action,
      wanted,
      message: `Running '${action}' action with timeout of ${durationOf(timeout)}`,
    });
    await delay(timings.applyMs, undefined, { signal });
    const problem = await this.#helm.applied(plan, action);
    if (signal.aborted) return false;
    const entry = this.#helm.remember(plan, {
      action,
      objects,
      outcome: problem ? 'failed' : 'deployed',
    });
    const of = `release ${nameAndVersion(entry, release)} with chart ${wanted.chartName}@${wanted.chartVersion}`;
    const title = action === 'install' ? 'Install' : 'Upgrade';
    if (problem) {
      return this.#failed(plan, {
        action,
        said: {
          status: 'False',
          reason: `${title}Failed`,
          message: `Helm ${action} failed for ${of}: ${problem}`,
        },
      });
    }
    const said = {
      status: 'True' as const,
      reason: `${title}Succeeded`,
      message: `Helm ${action} succeeded for ${of}`,
    };
    this.#status.forgive(ref);
    this.#status.settled(
      ref,
      [
        { type: 'Ready', ...said },
        { type: 'Released', ...said },
      ],
      ['Remediated', 'Drifted'],
    );
    return false;
  }

  /** Whether it is tried again. */
  async #failed(
    plan: Plan,
    options: {
      action: 'install' | 'upgrade';
      said: Omit<Said, 'type'>;
    },
  ): Promise<boolean> {
    const { action, said } = options;
    const { ref, release } = plan;
    const failures = this.#status.failedOnce(ref, action);
    const retries = retriesOf(release, action);
    const isLast = failures > retries;
    this.#status.say(ref, {
      set: [
        { type: 'Ready', ...said },
        { type: 'Released', ...said },
      ],
    });
    const { remediation } = release.spec[action] ?? {};
    const remediates =
      !isLast || (remediation?.remediateLastFailure ?? retries > 0);
    const isUpgrade = action === 'upgrade';
    if (remediates && isUpgrade && remediation?.strategy !== 'uninstall') {
      await this.#helm.rollBack(plan);
    } else if (remediates) {
      this.#helm.uninstall(release);
    }
    if (!isLast) return true;
    this.#status.settled(ref, []);
    this.#status.say(ref, {
      set: [
        {
          type: 'Stalled',
          status: 'True',
          reason: 'RetriesExceeded',
          message: `Failed to ${action} after ${failures} attempt(s)`,
        },
      ],
    });
    return false;
  }

  /** Looks whether everything still is as it was released. */
  #keep({ ref, release, objects }: Plan): void {
    const { mode = 'disabled' } = release.spec.driftDetection ?? {};
    const differing =
      mode === 'disabled' ? [] : this.#applier.differing(objects);
    if (mode === 'enabled') this.#applier.apply(differing);
    if (differing.length === 0 || mode === 'enabled') {
      this.#status.settled(ref, this.#readyAgain(release), [
        'Drifted',
        'Remediated',
      ]);
      return;
    }
    const { cluster } = this.#options.objects;
    const lines = differing.map(object => {
      const [kind, namespace, name] = [
        object.kind,
        object.metadata.namespace ?? '',
        object.metadata.name,
      ];
      const what = cluster.get(refOf(object)) ? 'changed' : 'removed';
      return `${kind}/${namespace}/${name} ${what}`;
    });
    const [last] = release.status?.history ?? [];
    this.#status.settled(ref, [
      {
        type: 'Drifted',
        status: 'True',
        reason: 'DriftDetected',
        message: `Cluster state of release ${nameAndVersion(last, release)} has drifted from the desired state:\n${lines.join('\n')}`,
      },
    ]);
  }

  /** After a way back, what was declared before may be declared again: then nothing has to be done. */
  #readyAgain(release: HelmRelease): Said[] {
    const [last] = release.status?.history ?? [];
    if (!last || conditionOf(release, 'Ready')?.status === 'True') return [];
    const said = {
      status: 'True' as const,
      reason: last.version === 1 ? 'InstallSucceeded' : 'UpgradeSucceeded',
      message: `Helm ${last.version === 1 ? 'install' : 'upgrade'} succeeded for release ${nameAndVersion(last, release)} with chart ${last.chartName}@${last.chartVersion}`,
    };
    return [
      { type: 'Ready', ...said },
      { type: 'Released', ...said },
    ];
  }

  #forgiveIfAsked({ ref, release }: Plan): void {
    const object = this.#options.objects.get(ref);
    const asked = release.metadata.annotations?.[resetAt];
    if (!object || !asked || asked === release.status?.lastHandledResetAt) {
      return;
    }
    // It counts only together with a request of the same name.
    if (openRequest(object) === asked) {
      this.#status.forgive(ref, { lastHandledResetAt: asked });
    }
  }

  #say(ref: ObjectRef, { reason, message }: FluxFailure): void {
    const object = this.#options.objects.get(ref);
    if (!object) return;
    const known = conditionOf(object, 'Ready');
    const said = { reason, message };
    if (known?.reason !== reason || known.message !== message) {
      this.#status.say(ref, {
        set: [
          { type: 'Ready', status: 'False', ...said },
          {
            type: 'Reconciling',
            status: 'True',
            reason: 'ProgressingWithRetry',
            message,
          },
        ],
      });
    }
    this.#status.handled(ref);
  }
}

/** What it works with. */
export interface HelmReleaseReconcilerOptions {
  objects: FluxObjects;
  repositories: GitRepositories;
  timings: FluxTimings;
  /** Ends what waits. */
  signal: AbortSignal;
}

function failureOf(error: unknown): FluxFailure {
  if (error instanceof FluxFailure) return error;
  if (!(error instanceof ManifestError)) throw error;
  return new FluxFailure('ArtifactFailed', error.message, { cause: error });
}
