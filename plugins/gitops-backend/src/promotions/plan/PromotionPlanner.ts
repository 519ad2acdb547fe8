import {
  Environment,
  PromotionPlan,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/** One side of a promotion: the environment, and the service's targets in it. */
export interface PlanSide {
  environment: Environment;
  targets: ReadonlyArray<{ id: string; status: TargetStatus }>;
}

/** What a plan is made from. */
export interface PlanInput {
  entityRef: string;
  from: PlanSide;
  to: PlanSide;
  /** The service's other environments: files that they use too are protected from edits meant for one. */
  others?: ReadonlyArray<PlanSide>;
  /**
   * By target id, what applies the engine's object from Git (its app of apps): says where that object's manifest
   * is. Without it, the repositories of the targets themselves are searched.
   */
  definedBy?: ReadonlyMap<string, TargetStatus>;
}

/** A plan, and the whole new content of each file that it changes (path → content). The contents are not stored. */
export interface PlannedPromotion {
  plan: PromotionPlan;
  contents: ReadonlyMap<string, string>;
}

/** Finds what a promotion would write. Reads the GitOps repository, changes nothing. */
export interface PromotionPlanner {
  /**
   * A plan with `blockers` can't be carried out; one with neither blockers nor edits has nothing to change.
   * Throws only when the forge can't be read (with the forge's error), never for what is written in the files.
   */
  plan(input: PlanInput): Promise<PlannedPromotion>;
}
