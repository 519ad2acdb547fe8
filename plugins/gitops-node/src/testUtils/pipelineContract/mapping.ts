// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import {
  ManagedStages,
  managedStagesSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { foreignObjects } from '../engineContract/foreignObjects';
import { frozen } from '../engineContract/frozen';
import { mangled } from '../engineContract/mangled';
import { Sample } from '../engineContract/Sample';
import { PipelineBench } from './PipelineBench';

/** From an object to stages. */
export function describePipelineMapping(bench: PipelineBench): void {
  const { pipeline, context, samples } = bench;

  describe('its mapping', () => {
    afterEach(() => jest.useRealTimers());

    it('makes a stage of at least one sample', () => {
      const stages = bench.mapped().flatMap(({ status }) => status.stages);
      expect(stages).not.toEqual([]);
    });

    it.each(samples)('is pure: $title', ({ object }) => {
      jest.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z') });
      const first = pipeline.map(frozen(object), context);
      jest.setSystemTime(new Date('2040-01-01T00:00:00Z'));
      expect(pipeline.map(frozen(object), context)).toEqual(first);
    });

    it.each(samples)('says nothing but the model: $title', sample => {
      const status = pipeline.map(sample.object, context);
      expect(() => expectModel(status, sample)).not.toThrow();
    });

    it.each(samples)('needs nothing but the object: $title', sample => {
      const { cluster, now } = context;
      const status = pipeline.map(sample.object, { cluster, now });
      expect(() => expectModel(status, sample)).not.toThrow();
    });

    it.each(samples)('maps all that a status may be: $title', sample => {
      const { object } = sample;
      for (const status of [undefined, null, {}]) {
        expectModel(pipeline.map({ ...object, status }, context), sample);
      }
      const property = fc.property(mangled({ object, part: 'status' }), other =>
        expectModel(pipeline.map(other, context), sample),
      );
      expect(() => fc.assert(property, { numRuns: 35 })).not.toThrow();
    });

    it.each(samples)('refuses a spec only by naming it: $title', sample => {
      const { object } = sample;
      const property = fc.property(mangled({ object, part: 'spec' }), other => {
        try {
          expectModel(pipeline.map(other, context), sample);
        } catch (error) {
          if (!isInputError(error)) throw error;
        }
      });
      expect(() => fc.assert(property, { numRuns: 25 })).not.toThrow();
    });

    it.each(foreignObjects(samples))(
      'does not take for its own: %s',
      (_, object) => {
        expect(() => pipeline.map(object, context)).toThrow(
          expect.objectContaining({ name: 'InputError' }),
        );
      },
    );

    it('lets no secret through', () => {
      const said = JSON.stringify(bench.mapped().map(each => each.status));
      for (const secret of bench.secrets) expect(said).not.toContain(secret);
    });
  });
}

function expectModel(status: ManagedStages | undefined, { ref }: Sample) {
  if (!status) return;
  expect(managedStagesSchema.parse(status)).toEqual(status);
  expect(status.object).toEqual(ref);
  const names = status.stages.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { candidates, current, actions, controlFlow } of status.stages) {
    const known = candidates.map(({ id }) => id);
    expect(new Set(known).size).toBe(known.length);
    expect(known).not.toContain(current?.id);
    // What can't be promoted says why, and nothing is promoted to what only stands between.
    for (const each of candidates)
      expect(each.available || each.why).toBeTruthy();
    expect(controlFlow && actions.includes('promote')).toBe(false);
  }
}

function isInputError(error: unknown): boolean {
  return error instanceof Error && error.name === 'InputError';
}
