import { z } from 'zod';
import { section, text } from '../config/readSection';

const perEnvironment = text
  .regex(/^[^\\]*$/, {
    error: 'must be a path with slashes, without backslashes.',
  })
  .regex(/\{environment\}/, {
    error:
      'must contain {environment}, which stands for the name of each environment.',
  });

/** What is promoted, as it is written. */
export const promoteSchema = section({
  images: z
    .union(
      [
        z.boolean(),
        z
          .array(
            text.regex(/^([^\s@]+\/)?[^\s@:/]+$/, {
              error: 'must be the name of an image, without tag and digest.',
            }),
          )
          .min(1, { error: 'is empty: write false for no images.' }),
      ],
      { error: 'must be a list of names, true for all images, or false.' },
    )
    .optional()
    .meta({
      description: 'Names of images without tag, or `true` for all of them.',
      default: false,
      examples: [['ghcr.io/acme/orders']],
    }),
  chart: z.boolean().optional().meta({
    description: 'Versions of Helm charts.',
    default: false,
  }),
  targetRevision: z.boolean().optional().meta({
    description: 'Pinned revisions of Git: tags and commits, never branches.',
    default: false,
  }),
  paths: z
    .array(
      section({
        file: perEnvironment.meta({
          description:
            'A file of each environment, relative to the folder of this file, or from the root of the repository with a slash at its beginning.',
          examples: ['overlays/{environment}/values.yaml'],
        }),
        path: text.meta({
          description: 'Where in the file the value is.',
          examples: ['image.tag'],
        }),
      }).meta({ id: 'promotedPath' }),
    )
    .optional()
    .meta({
      description: 'Single values in files of each environment.',
      default: [],
    }),
  directories: z
    .array(perEnvironment)
    .optional()
    .meta({
      description:
        'Whole directories, whose content takes the place of that in the next environment. Paths as in `paths[].file`.',
      default: [],
      examples: [['config/{environment}']],
    }),
})
  .superRefine((promote, context) => {
    const names = Object.values(promote).some(value =>
      Array.isArray(value) ? value.length > 0 : value === true,
    );
    if (!names) {
      context.addIssue(
        'names nothing, so nothing could be promoted: name something, or remove the key.',
      );
    }
  })
  .meta({ id: 'promote' });
