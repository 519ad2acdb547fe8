import { createHash } from 'node:crypto';
import { kubeTime } from '../../argocd/controller/kubeTime';
import { KubeObject, ObjectRef } from '../../contracts';
import { JsonRecord, recordAt } from '../../json';
import { conditionsWith, Said } from '../conditions';
import { FluxObjects, handledIn } from '../FluxObjects';
import { inventoryOf } from '../resources/inventory';
import { HelmRelease, helmReleaseSchema, Release } from '../schema';
import { releaseOf } from './renderRelease';

/** What is tried: this chart with these values. */
export interface Wanted {
  chartName: string;
  chartVersion: string;
  appVersion?: string;
  configDigest: string;
}

/** What is done with a release. */
export type HelmAction = 'install' | 'upgrade' | 'rollback';

/** What is written to a HelmRelease while it is looked after. */
export class HelmReleaseStatus {
  readonly #objects: FluxObjects;

  static create(options: { objects: FluxObjects }): HelmReleaseStatus {
    return new HelmReleaseStatus(options.objects);
  }

  private constructor(objects: FluxObjects) {
    this.#objects = objects;
  }

  read(ref: ObjectRef): HelmRelease | undefined {
    const object = this.#objects.get(ref);
    return object && helmReleaseSchema.parse(object);
  }

  /** Sets conditions, and what else is given. */
  say(
    ref: ObjectRef,
    change: { set?: Said[]; gone?: string[]; more?: JsonRecord },
  ): void {
    this.#objects.updateStatus(ref, (status, object) => ({
      ...status,
      ...change.more,
      conditions: conditionsWith(status, {
        generation: object.metadata.generation ?? 1,
        set: change.set,
        gone: change.gone,
      }),
    }));
  }

  begins(
    ref: ObjectRef,
    options: { action: 'install' | 'upgrade'; wanted: Wanted; message: string },
  ): void {
    const { action, wanted, message } = options;
    const said = { reason: 'Progressing', message };
    this.say(ref, {
      set: [
        { type: 'Reconciling', status: 'True', ...said },
        { type: 'Ready', status: 'Unknown', ...said },
      ],
      gone: ['Stalled', 'Drifted'],
      more: {
        lastAttemptedRevision: wanted.chartVersion,
        lastAttemptedConfigDigest: wanted.configDigest,
        lastAttemptedGeneration: this.read(ref)?.metadata.generation,
        lastAttemptedReleaseAction: action,
      },
    });
  }

  /** Everything that was asked for is done. */
  settled(ref: ObjectRef, set: Said[], gone: string[] = []): void {
    const object = this.#objects.get(ref);
    if (!object) return;
    this.say(ref, {
      set,
      gone: ['Reconciling', 'Stalled', ...gone],
      more: {
        ...handledIn(object),
        observedGeneration: object.metadata.generation,
      },
    });
  }

  handled(ref: ObjectRef): void {
    this.#objects.acknowledge(ref);
  }

  /** A new entry at the top of the history; what was deployed before it is no longer, unless it failed. */
  released(
    ref: ObjectRef,
    options: {
      action: HelmAction;
      wanted: Wanted;
      objects: readonly KubeObject[];
      outcome: 'deployed' | 'failed';
    },
  ): Release | undefined {
    const { action, wanted, objects, outcome } = options;
    const release = this.read(ref);
    if (!release) return undefined;
    const { history = [] } = release.status ?? {};
    const now = kubeTime();
    const { name, namespace } = releaseOf(release);
    const entry = {
      name,
      namespace,
      version: (history[0]?.version ?? 0) + 1,
      status: outcome,
      ...wanted,
      digest: `sha256:${createHash('sha256').update(JSON.stringify(objects)).digest('hex')}`,
      firstDeployed: history.at(-1)?.firstDeployed ?? now,
      lastDeployed: now,
      action,
    };
    const before = history.map(each => ({
      ...each,
      status: outcome === 'deployed' ? superseded(each.status) : each.status,
    }));
    this.say(ref, {
      more: {
        storageNamespace: release.metadata.namespace,
        history: keptOf([entry, ...before]),
        ...(outcome === 'deployed' && {
          inventory: { entries: inventoryOf(objects) },
        }),
      },
    });
    return entry;
  }

  /** One more attempt that has failed; returns how many there were. */
  failedOnce(ref: ObjectRef, action: 'install' | 'upgrade'): number {
    const status = recordAt(this.#objects.get(ref), 'status');
    const count = (field: string) => Number(status[field] ?? 0) + 1;
    this.say(ref, {
      more: {
        failures: count('failures'),
        [`${action}Failures`]: count(`${action}Failures`),
      },
    });
    return count('failures');
  }

  /** Attempts are counted from the beginning. */
  forgive(ref: ObjectRef, more: JsonRecord = {}): void {
    this.say(ref, {
      gone: ['Stalled'],
      more: {
        ...more,
        failures: undefined,
        installFailures: undefined,
        upgradeFailures: undefined,
      },
    });
  }
}

function superseded(status: string): string {
  return status === 'deployed' ? 'superseded' : status;
}

// Back to the last that went well before the present one.
function keptOf(history: Release[]): Release[] {
  const index = history.findIndex(
    ({ status }, at) => at > 0 && status === 'superseded',
  );
  return index < 0 ? history.slice(0, 5) : history.slice(0, index + 1);
}
