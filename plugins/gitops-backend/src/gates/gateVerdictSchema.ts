import { z } from 'zod';

/** What a gate may answer: those that others have written are not trusted to keep to the types. */
export const gateVerdictSchema = z.object({
  status: z.enum(['passed', 'waiting', 'failed']),
  message: z.string(),
  until: z.string().optional(),
  link: z.string().optional(),
});
