// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import {
  TargetStatus,
  targetStatusSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { EngineBench } from './EngineBench';
import { Sample } from './Sample';
import { foreignObjects } from './foreignObjects';
import { frozen } from './frozen';
import { mangled } from './mangled';

/** From an object to a status. */
export function describeMapping(bench: EngineBench): void {
  const { engine, context, samples } = bench;

  describe('its mapping', () => {
    afterEach(() => jest.useRealTimers());

    it('makes a target of at least one sample', () => {
      expect(bench.targets()).not.toEqual([]);
    });

    it.each(samples)('is pure: $title', ({ object }) => {
      jest.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z') });
      const first = engine.map(frozen(object), context);
      jest.setSystemTime(new Date('2040-01-01T00:00:00Z'));
      expect(engine.map(frozen(object), context)).toEqual(first);
    });

    it.each(samples)('says nothing but the model: $title', sample => {
      const status = engine.map(sample.object, context);
      expectModel(status, sample);
      expectParallel(status);
      const times = (status?.history ?? []).map(each => each.deployedAt);
      expect(times).toEqual([...times].sort(newestFirst));
    });

    it.each(samples)('maps all that a status may be: $title', sample => {
      const { object } = sample;
      const property = fc.property(mangled({ object, part: 'status' }), other =>
        expectModel(engine.map(other, context), sample),
      );
      expect(() => fc.assert(property, { numRuns: 60 })).not.toThrow();
    });

    it.each(samples)('refuses a spec only by naming it: $title', sample => {
      const { object } = sample;
      const property = fc.property(mangled({ object, part: 'spec' }), other => {
        try {
          expectModel(engine.map(other, context), sample);
        } catch (error) {
          if (!isInputError(error)) throw error;
        }
      });
      expect(() => fc.assert(property, { numRuns: 40 })).not.toThrow();
    });

    it.each(samples)('needs nothing but the object: $title', sample => {
      const { cluster, now } = context;
      const status = engine.map(sample.object, { cluster, now });
      expectModel(status, sample);
      expect(status === undefined).toBe(
        engine.map(sample.object, context) === undefined,
      );
    });

    it('lets no secret through', () => {
      const said = JSON.stringify(bench.targets().map(({ status }) => status));
      for (const secret of bench.secrets) expect(said).not.toContain(secret);
    });

    it.each(foreignObjects(samples))('refuses %s', (_, object) => {
      expect(() => engine.map(object, context)).toThrow(
        expect.objectContaining({ name: 'InputError' }),
      );
    });

    it('says of an object that is being deleted since when', () => {
      const deletionTimestamp = '2026-10-02T08:59:00Z';
      for (const { object, status } of bench.targets()) {
        const metadata = { ...object.metadata, deletionTimestamp };
        const deleting = engine.map({ ...object, metadata }, context);
        expect(deleting?.deletingSince).toBe(deletionTimestamp);
        expect(deleting?.object).toEqual(status.object);
      }
    });
  });

  function expectModel(status: TargetStatus | undefined, { ref }: Sample) {
    if (!status) return;
    expect(targetStatusSchema.parse(status)).toEqual(status);
    expect(JSON.parse(JSON.stringify(status))).toEqual(status);
    expect(status.engine).toBe(engine.id);
    expect(status.object).toEqual(ref);
  }
}

function expectParallel(status: TargetStatus | undefined) {
  if (!status) return;
  const { desired, live, deploying = [] } = status.revisions;
  const allowed = [0, status.sources.length];
  for (const revisions of [desired, live, deploying]) {
    expect(allowed).toContain(revisions.length);
  }
}

function newestFirst(a: string, b: string) {
  return Date.parse(b) - Date.parse(a);
}

function isInputError(error: unknown): boolean {
  return error instanceof Error && error.name === 'InputError';
}
