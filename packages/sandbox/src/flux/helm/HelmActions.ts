import { setTimeout as delay } from 'node:timers/promises';
import { refOf } from '../../argocd/objects';
import { KubeObject, ObjectRef } from '../../contracts';
import { msOf } from '../duration';
import { FluxFailure } from '../FluxFailure';
import { FluxObjects } from '../FluxObjects';
import { ResourceApplier } from '../resources/ResourceApplier';
import { waitForHealth } from '../resources/waitForHealth';
import { HelmRelease, Release } from '../schema';
import { FluxTimings } from '../timings';
import { HelmAction, HelmReleaseStatus, Wanted } from './HelmReleaseStatus';
import { HelmStorage } from './HelmStorage';
import { releaseOf } from './renderRelease';

/** What is to be released, with everything that it takes. */
export interface Plan {
  ref: ObjectRef;
  release: HelmRelease;
  wanted: Wanted;
  objects: KubeObject[];
}

/** What Helm does with releases: applies them, remembers them, goes back and takes them away. */
export class HelmActions {
  readonly #options: HelmActionsOptions;
  readonly #storage: HelmStorage;

  static create(options: HelmActionsOptions): HelmActions {
    return new HelmActions(options);
  }

  private constructor(options: HelmActionsOptions) {
    this.#options = options;
    this.#storage = HelmStorage.create(options.objects);
  }

  /** Why it was in vain. */
  async applied(
    { release, objects }: Plan,
    action: 'install' | 'upgrade',
  ): Promise<string | undefined> {
    const { timings, signal } = this.#options;
    try {
      this.#options.applier.apply(objects);
      if (action === 'upgrade') this.#prune(release, objects);
    } catch (error) {
      if (error instanceof FluxFailure) return error.message;
      throw error;
    }
    if (release.spec[action]?.disableWait) return undefined;
    const outcome = await waitForHealth({
      cluster: this.#options.objects.cluster,
      refs: objects.map(refOf),
      timeoutMs: msOf(release.spec.timeout ?? '5m') * timings.timeFactor,
      everyMs: timings.healthMs,
      signal,
      isOutdated: () => false,
    });
    return outcome.kind === 'failed'
      ? `${outcome.message}: context deadline exceeded`
      : undefined;
  }

  async rollBack({ ref, release }: Plan): Promise<void> {
    const { timings, signal } = this.#options;
    const history = this.#options.status.read(ref)?.status?.history ?? [];
    const target = history.find(({ status }) => status === 'deployed');
    const objects = target && this.#storage.read(target, ref.namespace ?? '');
    if (!target || !objects) {
      this.#options.status.say(ref, {
        set: [
          {
            type: 'Stalled',
            status: 'True',
            reason: 'MissingRollbackTarget',
            message:
              'Failed to perform remediation: missing target release for rollback',
          },
        ],
      });
      return;
    }
    await delay(timings.applyMs, undefined, { signal });
    this.#options.applier.apply(objects);
    this.#prune(release, objects);
    const { chartName, chartVersion, configDigest } = target;
    this.#record(ref, {
      action: 'rollback',
      wanted: { chartName, chartVersion, configDigest },
      objects,
      outcome: 'deployed',
    });
    const said = {
      reason: 'RollbackSucceeded',
      message: `Helm rollback to previous release ${nameAndVersion(target, release)} with chart ${chartName}@${chartVersion} succeeded`,
    };
    // What is wanted is not what runs: it is remediated, and not ready.
    this.#options.status.say(ref, {
      set: [
        { type: 'Ready', status: 'False', ...said },
        { type: 'Remediated', status: 'True', ...said },
      ],
    });
  }

  remember(
    { ref, wanted }: Plan,
    options: {
      action: HelmAction;
      objects: KubeObject[];
      outcome: 'deployed' | 'failed';
    },
  ): Release | undefined {
    return this.#record(ref, { ...options, wanted });
  }

  #record(
    ref: ObjectRef,
    options: Parameters<HelmReleaseStatus['released']>[1],
  ): Release | undefined {
    const { status } = this.#options;
    const { namespace = '' } = ref;
    const entry = status.released(ref, options);
    if (!entry) return undefined;
    const history = status.read(ref)?.status?.history ?? [];
    this.#storage.keep(entry, { namespace, objects: options.objects });
    this.#storage.retain(
      history.map(({ version }) => version),
      { name: entry.name, namespace },
    );
    return entry;
  }

  uninstall(release: HelmRelease): void {
    this.#prune(release, []);
    this.#storage.retain([], {
      name: releaseOf(release).name,
      namespace: release.metadata.namespace,
    });
  }

  #prune(release: HelmRelease, wanted: readonly KubeObject[]): void {
    const { name } = releaseOf(release);
    this.#options.applier.prune({
      before: this.#inventoryOf(release),
      wanted,
      isOurs: ({ metadata }) =>
        metadata.annotations?.['meta.helm.sh/release-name'] === name,
    });
  }

  #inventoryOf(release: HelmRelease) {
    return release.status?.inventory?.entries ?? [];
  }
}

/** What it works with. */
export interface HelmActionsOptions {
  objects: FluxObjects;
  applier: ResourceApplier;
  status: HelmReleaseStatus;
  timings: FluxTimings;
  /** Ends what waits. */
  signal: AbortSignal;
}

/** As Helm names a release: `shop/orders.v3`. */
export function nameAndVersion(
  entry: Release | undefined,
  release: HelmRelease,
): string {
  const { namespace, name } = entry ?? releaseOf(release);
  return `${namespace}/${name}.v${entry?.version ?? 1}`;
}
