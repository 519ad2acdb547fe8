import { z } from 'zod';

/** The signals channel of Fairlead. @public */
export const gitopsSignalChannel = 'gitops';

/**
 * What is pushed to open pages: ids only, never status. A page that shows one of them, or could
 * (`added`), asks the backend again.
 */
export const gitopsSignalSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('targets'),
    targetIds: z.array(z.string()),
    added: z.boolean(),
  }),
  z.object({
    type: z.literal('sources'),
    clusters: z.array(z.string()),
  }),
  z.object({
    type: z.literal('promotion'),
    promotionId: z.string(),
    entityRef: z.string(),
  }),
  z.object({
    type: z.literal('restrictions'),
    /** Absent when it is not about one service. */
    entityRef: z.string().optional(),
  }),
]);

/** See {@link gitopsSignalSchema}. @public */
export type GitopsSignal = z.infer<typeof gitopsSignalSchema>;
