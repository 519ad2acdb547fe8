import { z } from 'zod';
import { policySchema, policyShape } from '../config/policy/policy';
import { section, text } from '../config/readSection';
import { promoteSchema } from './promoteSchema';

/** Name of an environment of the portal. */
export const environmentName = text.meta({
  id: 'environment',
  description: 'Name of an environment of the portal.',
});

const after = z
  .array(environmentName)
  .optional()
  .meta({
    description: 'The environments that versions come from.',
    examples: [['staging']],
  });

const listed = z
  .union(
    [
      environmentName,
      section({
        name: environmentName,
        after,
        ...policyShape,
      }).meta({ id: 'listedEnvironment' }),
    ],
    { error: 'must be the name of an environment, or a group of keys.' },
  )
  .transform(entry => (typeof entry === 'string' ? { name: entry } : entry));

const named = z.union(
  [
    z.null(),
    z.literal(false),
    section({ after, ...policyShape }).meta({ id: 'namedEnvironment' }),
  ],
  {
    error:
      'must be a group of keys, or false for an environment that is left out.',
  },
);

/** The file with which a service describes its pipeline. */
export const pipelineFileSchema = section({
  environments: z
    .union(
      [
        z.array(listed).min(1, {
          error: 'is empty: list the environments, or remove the key.',
        }),
        z.record(environmentName, named),
      ],
      {
        error:
          'must be a list of environments, or a group of keys that are their names.',
      },
    )
    .optional()
    .meta({
      description:
        'A list: the environments of this service and their order, each after the one before it where none says `after`. Or a group of keys: something about some of the environments, while the others stay as the portal has them; `false` leaves one out.',
      examples: [
        ['dev', 'prod'],
        { prod: { gates: { soak: '2h' } }, staging: false },
      ],
    }),
  policy: policySchema.optional().meta({
    description:
      'What holds for all environments of this service that say nothing else.',
  }),
  promote: promoteSchema.optional().meta({
    description:
      'What is promoted: exactly what it names. Without it: all images, chart versions and pinned revisions, wherever they are found.',
  }),
}).meta({
  title: 'Pipeline of a service',
  description:
    "How versions of a service get from environment to environment. Everything may be left out: then the portal's config holds.",
});

/** What the file of a service says. */
export type AuthoredPipeline = z.output<typeof pipelineFileSchema>;
