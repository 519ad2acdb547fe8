import { ManagedStages } from '@fairlead/backstage-plugin-gitops-common';
import {
  MappingContext,
  ObjectPatch,
  ReferencedKind,
  WatchedKind,
} from '../engines/GitOpsEngine';

/** An object that a promotion system is to be given. @public */
export interface ObjectCreation {
  apiVersion: string;
  kind: string;
  plural: string;
  namespace: string;
  /** Of the object besides apiVersion, kind and namespace. Carries `metadata.name` or `metadata.generateName`. */
  body: Record<string, unknown>;
}

/**
 * Another system that promotes: Kargo, GitOps Promoter. Fairlead shows what it does, and asks it to promote instead of
 * opening pull requests of its own.
 *
 * @remarks
 * Its objects define no targets. The core matches stages with the targets that they deploy by
 * (`ManagedStage.targets`, and `TargetStatus.stageRefs`, which engines read from their objects), and what it maps is
 * shown in the environments of those targets. Where there is a stage, Fairlead does not promote by itself.
 *
 * It does no I/O, keeps no state, and never sees credentials.
 *
 * @public
 */
export interface PromotionPipeline {
  /** Stable and short: `kargo`. */
  readonly id: string;
  /** As people write it: `Kargo`. */
  readonly title: string;
  readonly kinds: readonly WatchedKind[];
  /** Kinds that mappings look things up in: freight, promotions, pull requests. */
  readonly references?: readonly ReferencedKind[];

  /**
   * Turns one raw object into the model. Pure and total for every object the API server would accept, as the mapping of
   * an engine is. Throws InputError, naming the field, when the object is not of this system at all.
   */
  map(object: unknown, context: MappingContext): ManagedStages | undefined;

  /**
   * What promotes freight to a stage: objects to create, and patches. `stage` is one of those that
   * {@link PromotionPipeline.map} returned for the object, which is freshly read.
   *
   * Throws ConflictError when it is not possible now, with a sentence for the user, and NotImplementedError for systems
   * that can't be asked.
   */
  prepare(
    action: 'promote' | 'approve',
    options: {
      object: unknown;
      stage: string;
      freight: string;
      user: string;
      now: Date;
    },
  ): { create?: ObjectCreation[]; patch?: ObjectPatch[] };
}
