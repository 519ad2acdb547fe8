import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { GitOpsEngine } from './engines/GitOpsEngine';
import { Gate } from './gates/Gate';
import { PromotionPipeline } from './stages/PromotionPipeline';
import { RolloutController } from './rollouts/RolloutController';

/** Adds engines to the gitops backend. @public */
export interface GitopsEnginesExtensionPoint {
  /** Throws ConflictError when an engine with this id was added before. */
  addEngine(engine: GitOpsEngine): void;
}

/** @public */
export const gitopsEnginesExtensionPoint =
  createExtensionPoint<GitopsEnginesExtensionPoint>({ id: 'gitops.engines' });

/** Adds gates to the gitops backend, after those that it has itself. @public */
export interface GitopsGatesExtensionPoint {
  addGate(gate: Gate): void;
}

/** @public */
export const gitopsGatesExtensionPoint =
  createExtensionPoint<GitopsGatesExtensionPoint>({ id: 'gitops.gates' });

/** Adds rollout controllers to the gitops backend. @public */
export interface GitopsRolloutsExtensionPoint {
  /** Throws ConflictError when a controller with this id was added before. */
  addController(controller: RolloutController): void;
}

/** @public */
export const gitopsRolloutsExtensionPoint =
  createExtensionPoint<GitopsRolloutsExtensionPoint>({ id: 'gitops.rollouts' });

/** Adds other promotion systems to the gitops backend. @public */
export interface GitopsPromotionPipelinesExtensionPoint {
  /** Throws ConflictError when a system with this id was added before. */
  addPipeline(pipeline: PromotionPipeline): void;
}

/** @public */
export const gitopsPromotionPipelinesExtensionPoint =
  createExtensionPoint<GitopsPromotionPipelinesExtensionPoint>({
    id: 'gitops.promotion-pipelines',
  });
