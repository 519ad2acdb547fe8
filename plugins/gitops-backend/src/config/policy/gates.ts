import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { z } from 'zod';
import { duration } from '../duration';
import { section, text } from '../readSection';
import { authoredCheck } from './checks';
import { authoredWindows } from './windows';

const approver = text
  .regex(/^(owners|(group|user):.+)$/i, {
    error:
      'must be owners, or the entity ref of a group or user, such as group:default/platform.',
  })
  .transform((ref, context) => {
    if (ref === 'owners') return ref;
    try {
      return stringifyEntityRef(parseEntityRef(ref));
    } catch {
      context.addIssue(
        'is no entity ref: write one such as group:default/platform.',
      );
      return z.NEVER;
    }
  });

const authoredApprovals = section({
  required: z
    .int()
    .min(1, { error: 'must be at least 1: write false for no approvals.' })
    .optional()
    .meta({ description: 'So many people have to approve.', default: 1 }),
  from: z
    .array(approver)
    .min(1)
    .optional()
    .meta({
      description:
        'Who may: groups, users, and `owners` for the owner of the service in the catalog. Whoever requested it does not count.',
      default: ['owners'],
      examples: [['owners', 'group:default/sre']],
    }),
}).meta({ id: 'approvals' });

/** Gates as they are written. */
export const authoredGates = section({
  verified: z.boolean().optional().meta({
    description:
      'The version must be verified in the environments before: `availability` says in how many.',
    default: true,
  }),
  soak: duration.optional().meta({
    description:
      'For so long the version must have run in the environment that it comes from.',
    default: '0s',
    examples: ['2h'],
  }),
  windows: z
    .union([z.literal(false), authoredWindows], {
      error: 'must be a group of keys, or false for no windows.',
    })
    .optional()
    .meta({
      description:
        'When versions may go on. `false`: always, whatever is said elsewhere.',
      default: false,
    }),
  approvals: z
    .union([z.literal(false), authoredApprovals], {
      error: 'must be a group of keys, or false for no approvals.',
    })
    .optional()
    .meta({
      description:
        'Who has to approve in the portal. `false`: nobody, whatever is said elsewhere.',
      default: false,
    }),
  checks: z.boolean().optional().meta({
    description:
      "The forge's checks must pass before Fairlead merges, or says that it can be merged.",
    default: false,
  }),
  reviews: z.int().min(0).optional().meta({
    description:
      'So many approving reviews on the forge. `0`: what the forge itself requires.',
    default: 0,
  }),
  custom: z
    .array(authoredCheck)
    .superRefine((checks, context) => {
      const names = checks.map(({ name }) => name);
      const twice = names.findIndex((each, at) => names.indexOf(each) !== at);
      if (twice >= 0) {
        context.addIssue({
          code: 'custom',
          path: [twice, 'name'],
          message: 'is the name of another check: give each one of its own.',
        });
      }
    })
    .optional()
    .meta({
      description: 'Checks of HTTP endpoints, Prometheus queries and jobs.',
      default: [],
    }),
}).meta({ id: 'gates' });
