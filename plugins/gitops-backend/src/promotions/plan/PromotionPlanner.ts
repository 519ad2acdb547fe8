import {
  Environment,
  PromotedValues,
  PromotionPlan,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/** A target, as a plan sees it. */
export interface PlanTarget {
  id: string;
  status: TargetStatus;
  /** Name of the HelmRelease that it is, when its sources are those of the Kustomization that applies it. */
  release?: string;
}

/** One side of a promotion: the environment, and the service's targets in it. */
export interface PlanSide {
  environment: Environment;
  targets: ReadonlyArray<PlanTarget>;
  /**
   * The targets are as they were at some time: to roll back to it. Of such a side only what was live counts, not what
   * is declared, and its environment may be the one that is promoted to.
   */
  past?: boolean;
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
  /** What the pipeline file says is promoted. Without it, everything that is found. */
  promoted?: PromotedValues;
  /** Of the pipeline file: where the paths in `promoted` are. Without it, the repository that the target's values or manifests are in. */
  promotedIn?: string;
  /**
   * Folder of the pipeline file there; `.` for the root. What the file names has to lie in it, or in what the service's
   * own targets are made from: nobody gets to files of others by a file of their own.
   */
  promotedFrom?: string;
  /**
   * Ids of the targets that the plan may change: one wave of an environment. A value that others of the environment
   * use too is a blocker then. Without it, all targets of `to`.
   */
  onlyTargets?: readonly string[];
}

/** A plan, and what it writes. */
export interface PlannedPromotion {
  plan: PromotionPlan;
  /** The whole new content of each file in which values change (path → content). Not stored with the plan. */
  contents: ReadonlyMap<string, string>;
  /** Directories that are replaced as a whole (path → tree id). Absent when there are none. */
  directories?: ReadonlyMap<string, string>;
}

/** What is written to Git. */
export type PlannedContents = Pick<
  PlannedPromotion,
  'contents' | 'directories'
>;

/** Finds what a promotion would write. Reads the GitOps repository, changes nothing. */
export interface PromotionPlanner {
  /**
   * A plan with `blockers` can't be carried out; one with neither blockers nor edits has nothing to change.
   * Throws only when the forge can't be read (with the forge's error), never for what is written in the files, nor
   * for a repository or branch that isn't there.
   */
  plan(input: PlanInput): Promise<PlannedPromotion>;
}
