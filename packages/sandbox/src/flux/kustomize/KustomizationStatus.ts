import { KubeObject, ObjectRef } from '../../contracts';
import { JsonRecord } from '../../json';
import { conditionOf, conditionsWith, Said } from '../conditions';
import { measuredSince } from '../duration';
import { FluxFailure } from '../FluxFailure';
import { FluxObjects, handledIn } from '../FluxObjects';
import { InventoryEntry, Kustomization, kustomizationSchema } from '../schema';
import { historyWith } from './historyWith';

/** One run through a Kustomization, and how far it has come. */
export interface Attempt {
  ref: ObjectRef;
  kustomization: Kustomization;
  /** By the clock of `performance`. */
  startedAt: number;
  /** Of the source, once it is known. */
  revision?: string;
  /** The path is there. */
  isFetched?: boolean;
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

  /** Tells how far an attempt has come. */
  progressing(attempt: Attempt, message: string): void {
    this.#write(attempt, {
      set: underWay(message),
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
    const said = { status: 'False' as const, reason };
    this.#write(attempt, {
      set: [
        { type: 'Ready', ...said, message },
        ...(attempt.isChecked
          ? [{ type: 'Healthy', ...said, message: failure.health ?? message }]
          : []),
      ],
      retrying: true,
      more: object => ({
        ...attempted(attempt),
        ...handledIn(object),
        ...(attempt.wanted && {
          history: this.#history(object, attempt, reason),
        }),
      }),
    });
  }

  /** What only a change of the object can mend; it is not tried again. */
  stalled(attempt: Attempt, failure: FluxFailure): void {
    const { reason, message } = failure;
    this.#write(attempt, {
      set: [
        { type: 'Stalled', status: 'True', reason, message },
        { type: 'Ready', status: 'False', reason, message },
      ],
      gone: ['Reconciling'],
      more: object => ({
        ...handledIn(object),
        observedGeneration: attempt.kustomization.metadata.generation,
      }),
    });
  }

  #history(object: KubeObject, attempt: Attempt, outcome: string) {
    const { wanted = [], revision = '', startedAt } = attempt;
    return historyWith(kustomizationSchema.parse(object).status, {
      objects: wanted,
      outcome,
      revision,
      took: measuredSince(startedAt),
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
      // What had not begun is not begun again.
      const begun = conditionOf(object, 'Reconciling')?.message;
      const retry: Said[] =
        change.retrying && typeof begun === 'string'
          ? [
              {
                type: 'Reconciling',
                status: 'True',
                reason: 'ProgressingWithRetry',
                message: begun,
              },
            ]
          : [];
      return {
        ...status,
        ...change.more(object),
        conditions: conditionsWith(status, {
          generation: kustomization.metadata.generation,
          set: [...change.set, ...retry],
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

// What is not in the source is not attempted.
function attempted({ revision, isFetched, inventory }: Attempt): JsonRecord {
  return {
    ...(isFetched && { lastAttemptedRevision: revision }),
    ...(inventory && { inventory: { entries: inventory } }),
  };
}
