// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import {
  RolloutActionId,
  rolloutActionIdSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { ObjectPatch } from '../../engines/GitOpsEngine';
import { Sample } from '../engineContract/Sample';
import { frozen } from '../engineContract/frozen';
import { mangled } from '../engineContract/mangled';
import { RolloutBench } from './RolloutBench';

const all = rolloutActionIdSchema.options;

/** What a person may ask of the controller. */
export function describeRolloutActing(bench: RolloutBench): void {
  const { controller, context, samples } = bench;

  describe('its actions', () => {
    it('can each be carried out on a sample', () => {
      const offered = bench.rollouts().flatMap(each => each.status.actions);
      const possible = offered.filter(({ why }) => !why);
      expect(idsOf(possible)).toEqual(idsOf(offered));
    });

    it.each(samples)('are those that are offered: $title', ({ object }) => {
      expect(() => expectAgreement(object)).not.toThrow();
    });

    it.each(samples)('are so in every state: $title', ({ object }) => {
      for (const part of ['status', 'spec'] as const) {
        const property = fc.property(
          mangled({ object, part }),
          expectAgreement,
        );
        expect(() => fc.assert(property, { numRuns: 15 })).not.toThrow();
      }
    });

    it.each(samples)('change the object and no other: $title', sample => {
      for (const patch of patchesOf(sample.object)) {
        expectOwn(patch, sample);
        expect(JSON.parse(JSON.stringify(patch))).toEqual(patch);
        expect(Object.keys(patch.body)).not.toEqual([]);
      }
    });

    it.each(samples)('are prepared without a trace: $title', ({ object }) => {
      expect(patchesOf(frozen(object))).toEqual(patchesOf(object));
    });

    it.each(samples)(
      'are not possible while it is being deleted: $title',
      ({ object }) => {
        const deletionTimestamp = '2026-10-02T08:59:00Z';
        const metadata = { ...object.metadata, deletionTimestamp };
        const deleting = { ...object, metadata };
        expectAgreement(deleting);
        for (const action of all) {
          expect(['ConflictError', 'NotImplementedError']).toContain(
            bench.outcomeOf(action, deleting),
          );
        }
      },
    );

    it('are refused for what is not of this controller', () => {
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: {} };
      for (const action of all) {
        expect(['InputError', 'NotImplementedError']).toContain(
          bench.outcomeOf(action, secret),
        );
      }
    });
  });

  /** What the page offers is what can be done, and what it doesn't is refused for the same reason. */
  function expectAgreement(object: unknown) {
    const actions = offeredBy(object);
    for (const action of all) {
      const offered = actions?.find(each => each.action === action);
      expect(bench.outcomeOf(action, object)).toBe(
        actions ? expectedOf(offered) : 'InputError',
      );
      if (offered?.why) {
        expect(() => bench.prepare(action, object)).toThrow(offered.why);
      }
    }
  }

  /** Undefined when the controller doesn't take the object for its own. */
  function offeredBy(object: unknown) {
    try {
      return controller.map(object, context)?.actions ?? [];
    } catch (error) {
      expect(error).toMatchObject({ name: 'InputError' });
      return undefined;
    }
  }

  function patchesOf(object: unknown): ObjectPatch[] {
    return all.flatMap(action =>
      bench.outcomeOf(action, object) === 'patches'
        ? bench.prepare(action, object)
        : [],
    );
  }

  function expectOwn(patch: ObjectPatch, { ref }: Sample) {
    const { apiVersion, kind, namespace, name, plural } = patch;
    const { cluster } = ref;
    expect({ cluster, apiVersion, kind, namespace, name }).toEqual(ref);
    expect(controller.kinds).toContainEqual(
      expect.objectContaining({ kind, plural }),
    );
  }
}

function expectedOf(offered: { why?: string } | undefined): string {
  if (!offered) return 'NotImplementedError';
  return offered.why ? 'ConflictError' : 'patches';
}

function idsOf(
  actions: ReadonlyArray<{ action: RolloutActionId }>,
): RolloutActionId[] {
  return [...new Set(actions.map(({ action }) => action))].sort();
}
