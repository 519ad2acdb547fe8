import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';

const authorizedStage = 'kargo.akuity.io/authorized-stage';

/** Stages of Kargo that may update the Application, as its annotation says: `project:stage`, several with commas. */
export function mapStageRefs(
  annotations: Record<string, string> | undefined,
): Pick<TargetStatus, 'stageRefs'> {
  const stageRefs = (annotations?.[authorizedStage] ?? '')
    .split(',')
    .flatMap(each => {
      const [pipeline, stage, ...rest] = each.trim().split(':');
      return pipeline && stage && rest.length === 0
        ? [{ system: 'kargo', pipeline, stage }]
        : [];
    });
  return stageRefs.length > 0 ? { stageRefs } : {};
}
