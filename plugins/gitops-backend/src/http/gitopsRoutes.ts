import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { Environment } from '@fairlead/backstage-plugin-gitops-common';
import express, { Router } from 'express';
import { ChangeService } from '../changes/ChangeService';
import { DeploymentLog } from '../deployments/DeploymentLog';
import { DriftService } from '../drift/DriftService';
import { ForgeBudgets } from '../forges/budget/ForgeBudgets';
import { Pipelines } from '../pipelines/Pipelines';
import { Promotions } from '../promotions/startPromotions';
import { RestrictionService } from '../restrictions/RestrictionService';
import { RolloutActions } from '../services/RolloutActions';
import { FleetQuery } from '../services/FleetQuery';
import { ReadableCommits } from '../services/ReadableCommits';
import { ServiceQuery } from '../services/ServiceQuery';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';
import { StageActions } from '../stages/StageActions';
import { TargetActions } from '../services/TargetActions';
import { TargetResources } from '../services/TargetResources';
import { createChangeRoutes } from './changeRoutes';
import { createCommitRoutes } from './commitRoutes';
import { createDeploymentRoutes } from './deploymentRoutes';
import { createDriftRoutes } from './driftRoutes';
import { createForgeRoutes } from './forgeRoutes';
import { peopleFirst } from './peopleFirst';
import { createPipelineRoutes } from './pipelineRoutes';
import { createPromotionRoutes } from './promotionRoutes';
import { createResourceRoutes } from './resourceRoutes';
import { createRestrictionRoutes } from './restrictionRoutes';
import { createRollbackRoutes } from './rollbackRoutes';
import { createServiceRoutes } from './serviceRoutes';
import { createStageRoutes } from './stageRoutes';
import { createTargetRoutes } from './targetRoutes';

/** What the routes answer with. */
export interface GitopsRoutesOptions {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  environments: readonly Environment[];
  changes: Parameters<typeof createChangeRoutes>[0] & {
    changes: ChangeService;
  };
  commits: ReadableCommits;
  deployments: DeploymentLog;
  drift: DriftService;
  fleet: FleetQuery;
  forges: ForgeBudgets;
  pipelines: Pipelines;
  promotions: Pick<Promotions, 'service' | 'query' | 'rollbacks'>;
  restrictions: RestrictionService;
  rolloutActions: RolloutActions;
  services: ServiceQuery;
  stageActions: StageActions;
  serviceTargets: ServiceTargetsQuery;
  targetActions: TargetActions;
  targetResources: TargetResources;
}

/** Everything that the plugin answers to. */
export function createGitopsRoutes(options: GitopsRoutesOptions): Router {
  const { promotions, serviceTargets } = options;
  const router = Router();
  router.use(express.json({ limit: '10mb' }), peopleFirst);
  router.use(
    createServiceRoutes(options),
    createDeploymentRoutes({
      ...options,
      log: options.deployments,
      services: serviceTargets,
    }),
    createPipelineRoutes(options),
    createTargetRoutes(options),
    createResourceRoutes(options),
    createDriftRoutes(options),
    createStageRoutes(options),
    createPromotionRoutes({ ...options, ...promotions }),
    createRollbackRoutes({ ...options, ...promotions }),
    createRestrictionRoutes(options),
    createChangeRoutes(options.changes),
    createCommitRoutes(options),
    createForgeRoutes(options),
  );
  return router;
}
