import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, JsonValue } from '@backstage/types';
import { z } from 'zod';

/** What to write where a duration is meant. */
export const durationHint =
  'is no duration: write a number and a unit, such as "30s" or "15m", or an object such as { minutes: 15 }.';

const amount = z.number().min(0).optional();

/** A duration as people write it, turned into milliseconds. */
export const duration = z
  .union(
    [
      z.string().regex(/^\s*(P.+|[\d.]+\s*[a-zA-Z]+)\s*$/, {
        error: durationHint,
      }),
      z.strictObject(
        {
          years: amount,
          months: amount,
          weeks: amount,
          days: amount,
          hours: amount,
          minutes: amount,
          seconds: amount,
          milliseconds: amount,
        },
        { error: durationHint },
      ),
    ],
    { error: durationHint },
  )
  .meta({
    id: 'duration',
    description:
      'A duration: a number and a unit (`30s`, `15m`, `2h`, `1d`), ISO 8601 (`PT15M`), or a group of keys (`{ minutes: 15 }`).',
    examples: ['30s', '15m', '2h', { minutes: 15 }],
  })
  .transform((value, context) => {
    const milliseconds = millisecondsOf(value);
    if (milliseconds === undefined) {
      context.addIssue(durationHint);
      return z.NEVER;
    }
    return milliseconds;
  });

// Backstage's own reader knows all the forms that people are used to.
function millisecondsOf(value: JsonValue): number | undefined {
  try {
    const read = durationToMilliseconds(
      readDurationFromConfig(new ConfigReader({ value }), { key: 'value' }),
    );
    return Number.isFinite(read) && read >= 0 ? read : undefined;
  } catch {
    return undefined;
  }
}
