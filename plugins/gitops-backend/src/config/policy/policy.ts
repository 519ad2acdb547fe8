import { z } from 'zod';
import { duration } from '../duration';
import { section, text } from '../readSection';
import { authoredGates } from './gates';
import { authoredWaves } from './waves';
import { words } from './words';

const authoredRollback = section({
  automatic: z.boolean().optional().meta({
    description:
      'A promotion that fails is answered by a pull request to the last verified version.',
    default: false,
  }),
  maxAge: duration.optional().meta({
    description: 'Older failures are not rolled back automatically.',
    default: '20m',
  }),
  gated: z.boolean().optional().meta({
    description: 'Whether windows and freezes hold up a rollback.',
    default: false,
  }),
}).meta({ id: 'rollback' });

/** The keys of a policy, as people write it in the portal's config and in the file of a service. */
export const policyShape = {
  availability: z.enum(['all', 'any']).optional().meta({
    description:
      'A version is available when it is verified in all environments before this one, or in any of them.',
    default: 'all',
  }),
  lane: z.enum(['supersede', 'queue', 'reject']).optional().meta({
    description:
      'What happens when a promotion is requested while another is under way: the new one takes its place, waits for it, or is refused.',
    default: 'supersede',
  }),
  merge: z.enum(['people', 'automatic', 'forge']).optional().meta({
    description:
      'Who merges: people, Fairlead when all gates pass, or the forge (auto-merge or merge queue).',
    default: 'people',
  }),
  automatic: z.boolean().optional().meta({
    description: 'Promotes by itself what is available.',
    default: false,
  }),
  rollback: authoredRollback
    .optional()
    .meta({ description: 'What follows a promotion that fails.' }),
  gates: authoredGates.optional().meta({
    description: 'What must hold before a version goes on.',
  }),
  waves: z
    .union([z.literal(false), authoredWaves], {
      error: 'must be a group of keys, or false for no waves.',
    })
    .optional()
    .meta({
      description:
        'An environment with many targets is promoted in waves, one pull request each. `false`: all at once, whatever is said elsewhere.',
      default: false,
    }),
  reviewers: z
    .array(text)
    .optional()
    .meta({
      description:
        'Who is asked to review the pull request: names on the forge, of teams with their organisation.',
      default: [],
      examples: [['octocat', 'acme/platform']],
    }),
  labels: z.array(text).optional().meta({
    description:
      "Labels of the pull request, besides those of the portal's config.",
    default: [],
  }),
  title: words
    .regex(/^[^\r\n]*$/, { error: 'must be one line.' })
    .optional()
    .meta({
      description:
        'Title of the pull request. `{service}`, `{version}`, `{from}`, `{to}`, `{reason}` and `{requester}` are filled in.',
      examples: ['Bring {service} {version} to {to}'],
    }),
  body: words.optional().meta({
    description:
      'What the pull request says first. The same placeholders as in `title`.',
  }),
};

/** A policy as it is written: what it does not say is said elsewhere. Durations are in ms. */
export const policySchema = section(policyShape);

/** See {@link policySchema}. */
export type AuthoredPolicy = z.output<typeof policySchema>;
