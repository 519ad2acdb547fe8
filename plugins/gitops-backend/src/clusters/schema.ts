import { z } from 'zod';

/** One page of a list, with as much of it as reading needs. */
export const listSchema = z.object({
  kind: z.string().endsWith('List'),
  metadata: z.object({
    resourceVersion: z.string().min(1),
    continue: z.string().optional(),
  }),
  items: z.array(z.unknown()),
});

/** One line of a watch. */
export const watchEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
    object: z.looseObject({
      metadata: z.looseObject({ resourceVersion: z.string().min(1) }),
    }),
  }),
  z.object({
    type: z.literal('ERROR'),
    object: z.object({
      code: z.number().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
    }),
  }),
]);

/** What names an object. */
export const namedObjectSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().optional(),
  }),
});

/** The API groups that a server has: the answer that tells a Kubernetes API from anything else. */
export const apiGroupsSchema = z.object({ kind: z.literal('APIGroupList') });

/** One page of a list that is read once, and not followed. */
export const pageSchema = z.object({
  metadata: z.object({ continue: z.string().optional() }).nullish(),
  items: z.array(z.unknown()).nullish(),
});

/** The kinds of a group in a version. */
export const servedSchema = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() }),
  ),
});

/** A group of kinds. */
export const groupSchema = z.object({
  preferredVersion: z.object({ version: z.string() }),
});
