import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { rolloutReferences } from '../references';
import { Workload } from '../schema';

const workloadNameSchema = z.object({ kind: z.string(), name: z.string() });

/** Rollout controllers' objects that name the workload. */
export function rolloutRefsOf(
  { kind, metadata }: Workload,
  context: MappingContext,
): NonNullable<TargetStatus['rolloutRefs']> {
  const { name, namespace } = metadata;
  return rolloutReferences.flatMap(reference => {
    const { group, kind: rolloutKind } = reference;
    const all = context.list?.({ group, kind: rolloutKind, namespace }) ?? [];
    return [...all].flatMap(([rollout, value]) => {
      const about = workloadNameSchema.safeParse(value).data;
      return about?.kind === kind && about.name === name
        ? [{ kind: rolloutKind, namespace, name: rollout }]
        : [];
    });
  });
}
