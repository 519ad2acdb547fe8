import { KubeObject, ObjectRef } from '../../contracts';
import { JsonRecord } from '../../json';
import { conditionOf, conditionsWith, Said } from '../conditions';
import { FluxFailure } from '../FluxFailure';
import { FluxObjects, handledIn } from '../FluxObjects';
import { InventoryEntry, Kustomization, kustomizationSchema } from '../schema';
import { historyWith } from './historyWith';

/** One run through a Kustomization, and how far it has come. */
export interface Attempt {
  ref: ObjectRef;
  kustomization: Kustomization;
  startedAt: number;
  /** Of the source, once it is known. */
  revision?: string;
  /** Once it was built. */
  wanted?: KubeObject[];
  /** Once it was applied. */
  inventory?: InventoryEntry[];
  /** Health is waited for. */
  isChecked?: boolean;
}

/** What is written to a Kustomization while it is looked after. */
export class KustomizationStatus {
  readonly #objects: FluxObjects;

  static create(options: { objects: FluxObjects }): KustomizationStatus {
    return new KustomizationStatus(options.objects);
  }

  private constructor(objects: FluxObjects) {
    this.#objects = objects;
  }

  progressing(attempt: Attempt, message: string): void {
    this.#write(attempt, {
      set: [...underWay(message)],
      gone: ['Stalled'],
      more: () => attempted(attempt),
    });
  }

  checking(attempt: Attempt, message: string): void {
    this.#write(attempt, {
      set: [
        ...underWay(message),
        { type: 'Healthy', status: 'Unknown', reason: 'Progressing', message },
      ],
      more: () => attempted(attempt),
    });
  }

  succeeded(attempt: Attempt, healthy?: string): void {
    const { revision = '', isChecked } = attempt;
    this.#write(attempt, {
      set: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'ReconciliationSucceeded',
          message: `Applied revision: ${revision}`,
        },
        ...(healthy
          ? [
              {
                type: 'Healthy',
                status: 'True' as const,
                reason: 'Succeeded',
                message: healthy,
              },
            ]
          : []),
      ],
      gone: ['Reconciling', 'Stalled', ...(isChecked ? [] : ['Healthy'])],
      more: object => ({
        ...attempted(attempt),
        ...handledIn(object),
        lastAppliedRevision: revision,
        observedGeneration: attempt.kustomization.metadata.generation,
        history: this.#history(object, attempt, 'ReconciliationSucceeded'),
      }),
    });
  }

  // The generation that counts as observed stays the last that went well.
  failed(attempt: Attempt, failure: FluxFailure): void {
    const { reason, message } = failure;
    const said = { status: 'False' as const, reason, message };
    this.#write(attempt, {
      set: [
        { type: 'Ready', ...said },
        ...(attempt.isChecked ? [{ type: 'Healthy', ...said }] : []),
      ],
      retrying: true,
      more: object => ({
        ...(attempt.revision && attempted(attempt)),
        ...handledIn(object),
        ...(attempt.wanted && {
          history: this.#history(object, attempt, reason),
        }),
      }),
    });
  }

  #history(object: KubeObject, attempt: Attempt, outcome: string) {
    const { wanted = [], revision = '', startedAt } = attempt;
    return historyWith(kustomizationSchema.parse(object).status, {
      objects: wanted,
      outcome,
      revision,
      tookMs: Date.now() - startedAt,
    });
  }

  #write(
    attempt: Attempt,
    change: {
      set: Said[];
      gone?: string[];
      retrying?: boolean;
      more: (object: KubeObject) => JsonRecord;
    },
  ): void {
    const { ref, kustomization } = attempt;
    this.#objects.updateStatus(ref, (status, object) => {
      const said = conditionOf(object, 'Reconciling')?.message;
      const retry: Said = {
        type: 'Reconciling',
        status: 'True',
        reason: 'ProgressingWithRetry',
        message: typeof said === 'string' ? said : 'Reconciliation in progress',
      };
      return {
        ...status,
        ...change.more(object),
        conditions: conditionsWith(status, {
          generation: kustomization.metadata.generation,
          set: [...change.set, ...(change.retrying ? [retry] : [])],
          gone: change.gone,
        }),
      };
    });
  }
}

function underWay(message: string): Said[] {
  return [
    { type: 'Reconciling', status: 'True', reason: 'Progressing', message },
    {
      type: 'Ready',
      status: 'Unknown',
      reason: 'Progressing',
      message: 'Reconciliation in progress',
    },
  ];
}

function attempted({ revision, inventory }: Attempt): JsonRecord {
  return {
    lastAttemptedRevision: revision,
    ...(inventory && { inventory: { entries: inventory } }),
  };
}
