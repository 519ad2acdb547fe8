import { z } from 'zod';

/** How much is at stake in an environment. Only used for display and defaults, never to hide a rule. */
export const environmentTierSchema = z.enum([
  'development',
  'staging',
  'production',
]);

/** An ordered stage of the portal's environment graph. `after` names the environments a version comes from. */
export const environmentSchema = z.object({
  name: z.string(),
  title: z.string(),
  tier: environmentTierSchema,
  after: z.array(z.string()),
});

/** See {@link environmentTierSchema}. @public */
export type EnvironmentTier = z.infer<typeof environmentTierSchema>;
/** See {@link environmentSchema}. @public */
export type Environment = z.infer<typeof environmentSchema>;
