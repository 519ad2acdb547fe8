import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { PlanInput, PlanSide } from './PromotionPlanner';

/**
 * Sides whose HelmReleases are looked for where the Kustomization that applies them takes its manifests from. What a
 * release itself names is where its chart is, and no place to write a version to.
 */
export function releasesInGit(input: PlanInput): PlanInput {
  const { definedBy } = input;
  if (!definedBy || definedBy.size === 0) return input;
  const read = (side: PlanSide): PlanSide => ({
    ...side,
    targets: side.targets.map(target => {
      const parent = definedBy.get(target.id);
      return parent && isRelease(target.status, parent)
        ? {
            ...target,
            release: target.status.object.name,
            status: {
              ...target.status,
              sources: parent.sources.map(({ overrides, ...source }) => source),
            },
          }
        : target;
    }),
  });
  return {
    ...input,
    from: read(input.from),
    to: read(input.to),
    ...(input.others && { others: input.others.map(read) }),
  };
}

function isRelease({ object }: TargetStatus, parent: TargetStatus): boolean {
  return (
    object.kind === 'HelmRelease' && parent.object.kind === 'Kustomization'
  );
}
