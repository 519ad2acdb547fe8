// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import {
  RolloutStatus,
  rolloutStatusSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { Sample } from '../engineContract/Sample';
import { foreignObjects } from '../engineContract/foreignObjects';
import { frozen } from '../engineContract/frozen';
import { mangled } from '../engineContract/mangled';
import { expectConsistent } from './consistent';
import { RolloutBench } from './RolloutBench';

/** From an object to a status. */
export function describeRolloutMapping(bench: RolloutBench): void {
  const { controller, context, samples } = bench;

  describe('its mapping', () => {
    afterEach(() => jest.useRealTimers());

    it('makes a rollout of at least one sample', () => {
      expect(bench.rollouts()).not.toEqual([]);
    });

    it.each(samples)('is pure: $title', ({ object }) => {
      jest.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z') });
      const first = controller.map(frozen(object), context);
      jest.setSystemTime(new Date('2040-01-01T00:00:00Z'));
      expect(controller.map(frozen(object), context)).toEqual(first);
    });

    it.each(samples)('says nothing but the model: $title', sample => {
      const status = controller.map(sample.object, context);
      expectModel(status, sample);
      for (const { metrics } of status?.analyses ?? []) {
        for (const { measurements } of metrics) {
          const times = measurements.flatMap(({ at }) => at ?? []);
          expect(times).toEqual([...times].sort(newestFirst));
        }
      }
    });

    it.each(samples)('maps all that a status may be: $title', sample => {
      const { object } = sample;
      for (const status of [undefined, null, {}]) {
        expectModel(controller.map({ ...object, status }, context), sample);
      }
      const property = fc.property(mangled({ object, part: 'status' }), other =>
        expectModel(controller.map(other, context), sample),
      );
      expect(() => fc.assert(property, { numRuns: 35 })).not.toThrow();
    });

    it.each(samples)('refuses a spec only by naming it: $title', sample => {
      const { object } = sample;
      const property = fc.property(mangled({ object, part: 'spec' }), other => {
        try {
          expectModel(controller.map(other, context), sample);
        } catch (error) {
          if (!isInputError(error)) throw error;
        }
      });
      expect(() => fc.assert(property, { numRuns: 25 })).not.toThrow();
    });

    it.each(samples)('needs nothing but the object: $title', sample => {
      const { cluster, now } = context;
      const status = controller.map(sample.object, { cluster, now });
      expectModel(status, sample);
      expect(status === undefined).toBe(
        controller.map(sample.object, context) === undefined,
      );
    });

    it('lets no secret through', () => {
      const said = JSON.stringify(bench.rollouts().map(each => each.status));
      for (const secret of bench.secrets) expect(said).not.toContain(secret);
    });

    it.each(foreignObjects(samples))('refuses %s', (_, object) => {
      expect(() => controller.map(object, context)).toThrow(
        expect.objectContaining({ name: 'InputError' }),
      );
    });
  });

  function expectModel(status: RolloutStatus | undefined, { ref }: Sample) {
    if (!status) return;
    expect(rolloutStatusSchema.parse(status)).toEqual(status);
    expect(JSON.parse(JSON.stringify(status))).toEqual(status);
    expect(status.controller).toBe(controller.id);
    expect(status.object).toEqual(ref);
    expectConsistent(status);
  }
}

function newestFirst(a: string, b: string) {
  return Date.parse(b) - Date.parse(a);
}

function isInputError(error: unknown): boolean {
  return error instanceof Error && error.name === 'InputError';
}
