import { z } from 'zod';
import { duration } from '../duration';
import { section, text } from '../readSection';
import { textPattern } from '../textPattern';

const hundred = 100;

/** Waves as they are written. */
export const authoredWaves = section({
  percent: z
    .array(
      z
        .number()
        .gt(0, { error: 'must be above 0.' })
        .max(hundred, { error: 'must not be above 100.' }),
    )
    .min(1, { error: 'is empty: write shares such as [10, 30, 60].' })
    .superRefine((shares, context) => {
      const sum = shares.reduce((total, share) => total + share, 0);
      if (Math.abs(sum - hundred) > 0.01) {
        context.addIssue(
          `must add up to 100, and adds up to ${Number(sum.toFixed(2))}.`,
        );
      }
    })
    .optional()
    .meta({
      description: 'Share of the targets in each wave, adding up to 100.',
      examples: [[10, 30, 60]],
    }),
  clusters: z
    .array(z.array(text.refine(isGlob, { error: 'is no glob.' })).min(1))
    .min(1)
    .optional()
    .meta({
      description:
        'In place of `percent`: the clusters of each wave, by name or glob. What none names comes last.',
      examples: [[['canary-*'], ['prod-eu', 'prod-us']]],
    }),
  soak: duration.optional().meta({
    description:
      'For so long a wave must have been healthy before the next begins.',
    default: '0s',
    examples: ['30m'],
  }),
  failureLimit: z.int().min(0).optional().meta({
    description:
      'So many targets of a wave may fail before the rest is stopped.',
    default: 0,
  }),
})
  .superRefine(({ percent, clusters }, context) => {
    if (percent && clusters) {
      context.addIssue('has both percent and clusters: keep one of the two.');
    } else if (!percent && !clusters) {
      context.addIssue('says no waves: write percent or clusters.');
    }
  })
  .meta({
    id: 'waves',
    oneOf: [{ required: ['percent'] }, { required: ['clusters'] }],
  });

function isGlob(source: string): boolean {
  try {
    return Boolean(textPattern(source));
  } catch {
    return false;
  }
}
