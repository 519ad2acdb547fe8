import {
  ManagedStage,
  ManagedStages,
} from '@fairlead/backstage-plugin-gitops-common';

/** A stage of another promotion system, and the targets that it deploys. */
export interface LinkedStage {
  /** Of the object that it was read from. */
  objectId: string;
  object: ManagedStages;
  stage: ManagedStage;
  /** Ids. */
  targets: string[];
}

/** Reads what is stored of other promotion systems. Never calls one. */
export interface Stages {
  /** Those that deploy any of the targets, ordered by name. */
  of(targetIds: readonly string[]): Promise<LinkedStage[]>;
}
