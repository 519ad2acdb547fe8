import { ClusterObjects, KubeObject, MetricSource } from '../contracts';
import { isSameJson, numberAt, recordAt } from '../json';
import { durationMs } from '../rollouts/durations';
import { EventRecorder } from '../workloads/EventRecorder';
import { templateHash } from '../workloads/pods';
import { analyse } from './analyse';
import {
  Canary,
  CanaryStatus,
  canaryKind,
  canarySchema,
  deploymentKind,
} from './Canary';
import { enterPhase } from './canaryStatus';
import { LoadTester } from './LoadTester';
import { copyToPrimary, ensureServices, namesOf, readinessOf } from './primary';
import { FlaggerTimings } from './timings';

/** What the controller of canaries has. */
export interface CanariesOptions {
  objects: ClusterObjects;
  metrics: MetricSource;
  loadTester: LoadTester;
  timings: FlaggerTimings;
  events: EventRecorder;
  /** Asks for another look at an object after some time. */
  again(object: KubeObject, afterMs: number): void;
}

/** One look at a Canary. */
interface CanaryLook {
  canary: Canary;
  owner: KubeObject;
  target: KubeObject;
  /** Of the template that is declared. */
  hash: string;
}

/** Brings in new versions of Deployments as their Canaries say. */
export class Canaries {
  readonly kind = canaryKind;
  readonly #options: CanariesOptions;
  /** When the checks of a canary are made next. */
  readonly #due = new Map<string, number>();

  static create(options: CanariesOptions): Canaries {
    return new Canaries(options);
  }

  private constructor(options: CanariesOptions) {
    this.#options = options;
  }

  look(owner: KubeObject): void {
    const canary = canarySchema.parse(owner);
    if (canary.spec.suspend) return;
    const { name } = canary.spec.targetRef;
    const target = this.#deployment(canary, name);
    if (!target) {
      this.#say(owner, {
        type: 'Warning',
        message: `deployment ${name}.${canary.metadata.namespace} get query error: deployments.apps "${name}" not found`,
      });
      this.#options.again(owner, this.#options.timings.retryMs);
      return;
    }
    const hash = templateHash(recordAt(target, 'spec', 'template'));
    this.#advance({ canary, owner, target, hash });
  }

  forget({ metadata }: KubeObject): void {
    this.#due.delete(metadata.uid ?? '');
  }

  #advance(look: CanaryLook): void {
    const { canary, hash } = look;
    const { lastAppliedSpec, lastPromotedSpec } = canary.status ?? {};
    // Going back to what serves is nothing to analyse.
    const isNew = hash !== lastAppliedSpec && hash !== lastPromotedSpec;
    switch (canary.status?.phase || 'Initializing') {
      case 'Initializing':
        this.#initialize(look);
        return;
      case 'Waiting':
        this.#begin(look);
        return;
      case 'Progressing':
      case 'WaitingPromotion':
        if (isNew) this.#begin(look, { again: true });
        else this.#progress(look);
        return;
      case 'Promoting':
        this.#promote(look);
        return;
      case 'Finalising':
        this.#finalise(look);
        return;
      default:
        if (isNew) this.#begin(look);
        else this.#scale(look, 0);
    }
  }

  #initialize(look: CanaryLook): void {
    const { canary, hash } = look;
    const { primary } = namesOf(canary);
    if (!canary.status?.phase) {
      this.#write(canary, enterPhase(canary, { phase: 'Initializing' }));
    }
    ensureServices({ ...look, ...this.#options });
    if (!this.#deployment(canary, primary)) {
      copyToPrimary({ ...look, ...this.#options });
    }
    if (readinessOf(this.#deployment(canary, primary)) !== 'ready') return;
    this.#scale(look, 0);
    this.#write(
      canary,
      enterPhase(canary, {
        phase: 'Initialized',
        lastAppliedSpec: hash,
        lastPromotedSpec: hash,
      }),
    );
    this.#say(look.owner, {
      message: `Initialization done! ${this.#nameOf(canary)}`,
    });
  }

  #begin(look: CanaryLook, { again = false } = {}): void {
    const { canary, owner, hash } = look;
    const name = this.#nameOf(canary);
    if (canary.spec.skipAnalysis) {
      copyToPrimary({ ...look, ...this.#options });
      this.#succeed(
        look,
        `Promotion completed! Canary analysis was skipped for ${name}`,
      );
      return;
    }
    const gate = this.#closedGate(canary, 'confirm-rollout');
    if (gate) {
      if (canary.status?.phase !== 'Waiting') {
        this.#write(canary, enterPhase(canary, { phase: 'Waiting' }));
        this.#say(owner, {
          type: 'Warning',
          message: `Halt ${name} advancement waiting for approval ${gate}`,
        });
      }
      this.#options.again(owner, this.#intervalOf(canary));
      return;
    }
    this.#due.set(canary.metadata.uid, Date.now() + this.#intervalOf(canary));
    this.#scale(look, this.#replicasOfPrimary(canary));
    this.#write(
      canary,
      enterPhase(canary, {
        phase: 'Progressing',
        lastAppliedSpec: hash,
        canaryWeight: 0,
        iterations: 0,
        failedChecks: 0,
      }),
    );
    this.#say(owner, {
      message: again
        ? `New revision detected! Restarting analysis for ${name}`
        : `New revision detected! Scaling up ${name}`,
    });
  }

  #progress(look: CanaryLook): void {
    const { canary, owner, target } = look;
    this.#scale(look, this.#replicasOfPrimary(canary));
    const readiness = readinessOf(
      this.#deployment(canary, target.metadata.name),
    );
    if (readiness === 'failed') {
      this.#fail(look, 'progress deadline exceeded');
      return;
    }
    if (readiness !== 'ready') return;
    const { uid } = canary.metadata;
    const now = Date.now();
    const due = this.#due.get(uid) ?? now;
    if (due > now) {
      this.#options.again(owner, due - now);
      return;
    }
    this.#due.set(uid, now + this.#intervalOf(canary));
    this.#options.again(owner, this.#intervalOf(canary));
    const outcome = analyse({ ...look, ...this.#options });
    for (const said of outcome.said) this.#say(owner, said);
    if (outcome.kind === 'fail') this.#fail(look, outcome.why);
    else if (outcome.kind === 'promote') {
      copyToPrimary({ ...look, ...this.#options });
      this.#write(canary, enterPhase(canary, { phase: 'Promoting' }));
    } else this.#write(canary, outcome.status);
  }

  #promote(look: CanaryLook): void {
    const { canary, owner } = look;
    const { primary } = namesOf(canary);
    if (readinessOf(this.#deployment(canary, primary)) !== 'ready') return;
    this.#write(canary, enterPhase(canary, { phase: 'Finalising' }));
    this.#say(owner, { message: 'Routing all traffic to primary' });
  }

  #finalise(look: CanaryLook): void {
    const name = this.#nameOf(look.canary);
    this.#succeed(look, `Promotion completed! Scaling down ${name}`);
  }

  #succeed(look: CanaryLook, message: string): void {
    const { canary, owner, hash } = look;
    this.#scale(look, 0);
    this.#write(
      canary,
      enterPhase(canary, {
        phase: 'Succeeded',
        failedChecks: 0,
        lastAppliedSpec: canary.spec.skipAnalysis
          ? hash
          : canary.status?.lastAppliedSpec,
        lastPromotedSpec: canary.spec.skipAnalysis
          ? hash
          : canary.status?.lastAppliedSpec,
      }),
    );
    this.#say(owner, { message });
  }

  #fail(look: CanaryLook, why: string): void {
    const { canary, owner } = look;
    const name = this.#nameOf(canary);
    this.#scale(look, 0);
    this.#write(
      canary,
      enterPhase(canary, { phase: 'Failed', failedChecks: 0 }),
    );
    for (const message of [
      `Rolling back ${name} ${why}`,
      `Canary failed! Scaling down ${name}`,
    ]) {
      this.#say(owner, { type: 'Warning', message });
    }
  }

  #closedGate(canary: Canary, type: string): string | undefined {
    return canary.spec.analysis.webhooks?.find(
      hook =>
        hook.type === type &&
        !this.#options.loadTester.passes(hook.url, canary.metadata),
    )?.name;
  }

  #intervalOf({ spec }: Canary): number {
    return (
      durationMs(spec.analysis.interval ?? '60s') *
      this.#options.timings.intervalFactor
    );
  }

  #replicasOfPrimary(canary: Canary): number {
    const primary = this.#deployment(canary, namesOf(canary).primary);
    return numberAt(primary, 'spec', 'replicas') ?? 1;
  }

  #deployment({ metadata }: Canary, name: string): KubeObject | undefined {
    const { namespace } = metadata;
    return this.#options.objects.get({ ...deploymentKind, namespace, name });
  }

  #scale({ canary, target }: CanaryLook, replicas: number): void {
    const { name } = target.metadata;
    const current = this.#deployment(canary, name);
    if ((numberAt(current, 'spec', 'replicas') ?? 1) === replicas) return;
    const { namespace } = canary.metadata;
    this.#options.objects.mergePatch(
      { ...deploymentKind, namespace, name },
      { spec: { replicas } },
    );
  }

  #write({ metadata, status }: Canary, next: CanaryStatus): void {
    if (isSameJson(status, next)) return;
    const { namespace, name } = metadata;
    this.#options.objects.setStatus({ ...canaryKind, namespace, name }, next);
  }

  #nameOf({ spec, metadata }: Canary): string {
    return `${spec.targetRef.name}.${metadata.namespace}`;
  }

  #say(
    owner: KubeObject,
    {
      type = 'Normal',
      message,
    }: { type?: 'Normal' | 'Warning'; message: string },
  ): void {
    this.#options.events.record(owner, { type, reason: 'Synced', message });
  }
}
