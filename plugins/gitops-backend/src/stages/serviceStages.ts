import { ServiceStage } from '@fairlead/backstage-plugin-gitops-common';
import { PromotionPipeline } from '@fairlead/backstage-plugin-gitops-node';
import { LinkedStage } from './Stages';

/** Stages as pages see them. */
export function serviceStages(
  linked: readonly LinkedStage[],
  systems: ReadonlyArray<Pick<PromotionPipeline, 'id' | 'title'>>,
): ServiceStage[] {
  return linked.map(({ objectId, object, stage }) => ({
    ...stage,
    objectId,
    system: object.system,
    systemTitle: titleOf(object.system, systems),
    pipeline: object.pipeline,
    ...(object.stale && { stale: object.stale }),
  }));
}

/** As people write the name of a promotion system. */
export function titleOf(
  system: string,
  systems: ReadonlyArray<Pick<PromotionPipeline, 'id' | 'title'>>,
): string {
  return systems.find(({ id }) => id === system)?.title ?? system;
}
