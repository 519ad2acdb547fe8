// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import fc from 'fast-check';
import { GitOpsEngine } from '../../engines/GitOpsEngine';
import { EngineContractSubject } from './EngineContractSubject';
import { frozen } from './frozen';
import { mangled } from './mangled';
import { z } from 'zod';

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
});

/** The kinds that the engine reads. */
export function describeKinds(subject: EngineContractSubject): void {
  const { engine, referenced = [] } = subject;

  describe('the kinds that it reads', () => {
    it('are each named once', () => {
      const all = [...engine.kinds, ...(engine.references ?? [])].map(
        ({ group, kind, labelSelector = '' }) =>
          `${group}/${kind} ${labelSelector}`,
      );
      expect(engine.kinds).not.toEqual([]);
      expect(new Set(all).size).toBe(all.length);
    });

    it('come with objects to look things up in, where it looks any up', () => {
      const { references = [] } = engine;
      expect(referenced.length > 0).toBe(references.length > 0);
    });

    it('are reduced to JSON, in the same way each time', () => {
      for (const each of referenced) {
        const object = objectSchema.parse(each);
        const reduce = reduceOf(engine, object);
        const value = reduce(frozen(object));
        expect(reduce(object)).toEqual(value);
        expectJson(value);
        for (const secret of subject.secrets ?? []) {
          expect(JSON.stringify(value) ?? '').not.toContain(secret);
        }
      }
    });

    it('are reduced whatever their status is', () => {
      for (const each of referenced) {
        const object = objectSchema.parse(each);
        const property = fc.property(
          mangled({ object, part: 'status' }),
          other => expectJson(reduceOf(engine, object)(other)),
        );
        expect(() => fc.assert(property, { numRuns: 40 })).not.toThrow();
      }
    });
  });
}

function reduceOf(
  engine: GitOpsEngine,
  { apiVersion, kind }: z.infer<typeof objectSchema>,
) {
  const known = engine.references?.find(
    each => each.kind === kind && apiVersion.startsWith(`${each.group}`),
  );
  if (!known) throw new Error(`${engine.title} looks nothing up in a ${kind}`);
  return (object: unknown) => known.reduce(object);
}

function expectJson(value: unknown) {
  if (value === undefined) return;
  expect(JSON.parse(JSON.stringify(value))).toEqual(value);
}
