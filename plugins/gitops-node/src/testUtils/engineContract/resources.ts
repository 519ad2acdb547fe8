// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import {
  driftEntrySchema,
  syncStatusSchema,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { z } from 'zod';
import { ManagedResource } from '../../engines/GitOpsEngine';
import { EngineBench } from './EngineBench';
import { frozen } from './frozen';
import { mangled } from './mangled';

const resourceSchema = driftEntrySchema.omit({ difference: true }).extend({
  version: z.string().optional(),
  sync: syncStatusSchema.optional(),
});

/** What the engine has applied. */
export function describeResources(bench: EngineBench): void {
  const { engine, context, samples } = bench;

  describe('its list of resources', () => {
    it.each(samples)('is read from the object alone: $title', ({ object }) => {
      const list = resourcesOf(frozen(object));
      expectResources(list);
      expect(resourcesOf(object)).toEqual(list);
    });

    it.each(samples)('has what differs, and the rollouts: $title', sample => {
      const list = resourcesOf(sample.object);
      const status = engine.map(sample.object, context);
      if (!list || !status) return;
      for (const entry of status.drift) {
        expect(list.some(each => isSame(each, entry))).toBe(true);
      }
      expectRollouts(list, status);
    });

    it.each(samples)('is total, as its mapping is: $title', ({ object }) => {
      const property = fc.property(
        mangled({ object, part: 'status' }),
        other => {
          const list = resourcesOf(other);
          const status = engine.map(other, context);
          expectResources(list);
          if (list && status) expectRollouts(list, status);
        },
      );
      expect(() => fc.assert(property, { numRuns: 40 })).not.toThrow();
    });
  });

  function resourcesOf(object: unknown): ManagedResource[] | undefined {
    return engine.resourcesOf?.(object);
  }
}

function expectResources(list: ManagedResource[] | undefined) {
  if (!list) return;
  expect(z.array(z.strictObject(resourceSchema.shape)).parse(list)).toEqual(
    list,
  );
}

function expectRollouts(list: ManagedResource[], status: TargetStatus) {
  for (const rollout of status.rolloutRefs ?? []) {
    expect(list.some(each => isSame(each, rollout))).toBe(true);
  }
}

/** Not every engine knows the group of what differs, nor where everything is. */
function isSame(
  resource: ManagedResource,
  other: { group?: string; kind: string; namespace?: string; name: string },
): boolean {
  return (
    resource.kind === other.kind &&
    resource.name === other.name &&
    (!other.group || resource.group === other.group) &&
    (!other.namespace || resource.namespace === other.namespace)
  );
}
