// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import fc from 'fast-check';
import { z } from 'zod';
import { frozen } from '../engineContract/frozen';
import { mangled } from '../engineContract/mangled';
import { RolloutContractSubject } from './RolloutContractSubject';

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
});

/** The kinds that the controller reads. */
export function describeRolloutKinds(subject: RolloutContractSubject): void {
  const { controller, referenced = [], secrets = [] } = subject;

  describe('the kinds that it reads', () => {
    it('are each named once', () => {
      const all = [...controller.kinds, ...(controller.references ?? [])].map(
        ({ group, kind, labelSelector = '' }) =>
          `${group}/${kind} ${labelSelector}`,
      );
      expect(controller.kinds).not.toEqual([]);
      expect(new Set(all).size).toBe(all.length);
    });

    it('come with objects to look things up in, where it looks any up', () => {
      const { references = [] } = controller;
      expect(referenced.length > 0).toBe(references.length > 0);
    });

    it('are reduced to JSON, in the same way each time', () => {
      for (const object of referenced) {
        const value = reduce(frozen(object));
        expect(reduce(object)).toEqual(value);
        expectJson(value);
        for (const secret of secrets) {
          expect(JSON.stringify(value) ?? '').not.toContain(secret);
        }
      }
    });

    it('are reduced whatever their status is', () => {
      for (const each of referenced) {
        const object = objectSchema.parse(each);
        const property = fc.property(
          mangled({ object, part: 'status' }),
          other => expectJson(reduce(other)),
        );
        expect(() => fc.assert(property, { numRuns: 40 })).not.toThrow();
      }
    });
  });

  function reduce(object: unknown) {
    const { apiVersion, kind } = objectSchema.parse(object);
    const known = controller.references?.find(
      each =>
        each.kind === kind &&
        apiVersion ===
          (each.group ? `${each.group}/${each.version}` : each.version),
    );
    if (!known) {
      throw new Error(
        `${controller.title} looks nothing up in a ${kind} of ${apiVersion}`,
      );
    }
    return known.reduce(object);
  }
}

function expectJson(value: unknown) {
  if (value === undefined) return;
  expect(JSON.parse(JSON.stringify(value))).toEqual(value);
}
