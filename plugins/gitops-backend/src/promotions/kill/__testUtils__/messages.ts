import { z } from 'zod';

/** What the test tells a replica. */
export const toReplicaSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    connection: z.record(z.string(), z.unknown()),
    forgeUrl: z.string(),
    forgeToken: z.string(),
    /** How far the replica's clock is ahead of the real one, in ms. */
    ahead: z.number(),
    /** Wait at every boundary until told to go on. */
    stepping: z.boolean(),
  }),
  z.object({ type: z.literal('pass'), ms: z.number() }),
  z.object({ type: z.literal('go'), boundary: z.number() }),
  z.object({
    type: z.literal('webhook'),
    topic: z.string(),
    payload: z.unknown(),
  }),
  z.object({ type: z.literal('targets-changed'), ids: z.array(z.string()) }),
  z.object({
    type: z.literal('call'),
    call: z.number(),
    what: z.discriminatedUnion('name', [
      z.object({ name: z.literal('promote'), entityRef: z.string() }),
      z.object({ name: z.literal('cancel'), id: z.string() }),
      z.object({ name: z.literal('idle') }),
    ]),
  }),
]);

/** What a replica tells the test. */
export const fromReplicaSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loaded') }),
  z.object({ type: z.literal('ready') }),
  z.object({
    type: z.literal('boundary'),
    boundary: z.number(),
    step: z.string(),
  }),
  z.object({
    type: z.literal('answer'),
    call: z.number(),
    /** Of the promotion. */
    id: z.string().optional(),
    error: z.string().optional(),
  }),
  z.object({ type: z.literal('log'), message: z.string() }),
]);

export type ToReplica = z.infer<typeof toReplicaSchema>;
export type FromReplica = z.infer<typeof fromReplicaSchema>;
export type ReplicaCall = Extract<ToReplica, { type: 'call' }>['what'];
