import {
  parseImageReference,
  RolloutRevision,
} from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { kindOf, primaryOf } from '../parse';
import { workloadReferences } from '../references';
import { Canary } from '../schema';

const workloadFactsSchema = z.object({
  images: z.array(z.string()),
  desired: z.number().optional(),
  ready: z.number(),
  /** Of the pod template: the same for one and Flagger's copy of it. */
  template: z.string().optional(),
  /** ISO 8601, when its pod template was last written. */
  changedAt: z.string().optional(),
});

type WorkloadFacts = z.infer<typeof workloadFactsSchema>;

/** The two workloads of a Canary, where they can be read. */
export interface CanaryWorkloads {
  /** What Git declares, and Flagger brings in. */
  target?: WorkloadFacts;
  /** What serves. */
  primary?: WorkloadFacts;
}

export function findWorkloads(
  canary: Canary,
  context: MappingContext,
): CanaryWorkloads {
  const kind = kindOf(canary);
  // A `Service` has no pods of its own.
  if (!workloadReferences.some(each => each.kind === kind)) return {};
  const find = (name: string) =>
    workloadFactsSchema.safeParse(
      context.find?.({
        group: 'apps',
        kind,
        namespace: canary.metadata.namespace,
        name,
      }),
    ).data;
  const target = find(canary.spec.targetRef.name);
  const primary = find(primaryOf(canary));
  return { ...(target && { target }), ...(primary && { primary }) };
}

/** Whether Git declares other images than those that serve; false where it isn't known. */
export function imagesDiffer({ target, primary }: CanaryWorkloads): boolean {
  if (!target || !primary) return false;
  const serving = new Set(primary.images);
  return (
    target.images.length !== serving.size ||
    target.images.some(image => !serving.has(image))
  );
}

/** Whether what serves is a copy of what Git declares; false where it isn't known. */
export function isCopied({ target, primary }: CanaryWorkloads): boolean {
  return (
    target?.template !== undefined && target.template === primary?.template
  );
}

/** Flagger tells its revisions apart by workloads: it keeps hashes too, but not of what it has not looked at. */
export function revisionOf(
  name: string,
  facts: WorkloadFacts | undefined,
): RolloutRevision | undefined {
  if (!facts) return undefined;
  const { images, ready, desired } = facts;
  return {
    id: name,
    images: images.map(parseImageReference),
    ready,
    ...(desired !== undefined && { desired }),
  };
}
