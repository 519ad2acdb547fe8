import { freightSchema as modelSchema } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { freightSchema } from '../schema';
import { commitsOfFreight, versionOfFreight } from './versionOfFreight';

/** What is kept of a `Freight` object. */
export const knownFreightSchema = z.object({
  freight: modelSchema,
  origin: z.string(),
  /** By stage: since when it is there. */
  currentlyIn: z.record(z.string(), z.string()),
  /** By stage: when it was verified there, and how long it has been there at most before it left, as Go writes it. */
  verifiedIn: z.record(
    z.string(),
    z.object({ at: z.string(), soak: z.string() }),
  ),
  approvedFor: z.array(z.string()),
});

export type KnownFreight = z.infer<typeof knownFreightSchema>;

/** Reduces a `Freight`; undefined for what is none. */
export function knownFreight(object: unknown): KnownFreight | undefined {
  const parsed = freightSchema.safeParse(object);
  if (!parsed.success) return undefined;
  const { metadata, alias, discoveredAt, origin, status, ...parts } =
    parsed.data;
  const createdAt = discoveredAt || metadata.creationTimestamp;
  return {
    freight: {
      id: metadata.name,
      title: alias || metadata.name.slice(0, 7),
      version: versionOfFreight([parts]),
      commits: commitsOfFreight([parts]),
      ...(createdAt && { createdAt }),
    },
    origin: origin?.name ?? '',
    currentlyIn: present(status?.currentlyIn, each => each.since ?? ''),
    verifiedIn: present(status?.verifiedIn, each => ({
      at: each.verifiedAt ?? '',
      soak: each.longestSoak ?? '',
    })),
    approvedFor: Object.entries(status?.approvedFor ?? {}).flatMap(
      ([stage, approved]) => (approved ? stage : []),
    ),
  };
}

function present<T, R>(
  record: Record<string, T | null | undefined> | null | undefined,
  map: (value: T) => R,
): Record<string, R> {
  return Object.fromEntries(
    Object.entries(record ?? {}).flatMap(([key, value]) =>
      value ? [[key, map(value)]] : [],
    ),
  );
}
