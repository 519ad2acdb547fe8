import {
  RolloutActionId,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  MappingContext,
  ObjectPatch,
  ReferencedKind,
  WatchedKind,
} from '../engines/GitOpsEngine';

/**
 * A controller that brings new versions in step by step: kinds + mapping + actions, as a
 * {@link GitOpsEngine} is, and read in the same way.
 *
 * @remarks
 * Its objects define no targets: they belong to the targets whose engines applied them. The core matches them by what
 * engines list of their resources (`TargetStatus.rolloutRefs`), on the cluster that the target deploys to, and shows
 * what {@link RolloutController.map} returned with the target. A promotion has not succeeded while a rollout of one of
 * its targets is under way, and has failed when one is aborted: mappings must not say `stable` of a change that the
 * controller has not looked at yet, nor `aborted` of one that it may still bring in by itself.
 *
 * It does no I/O, keeps no state, and never sees credentials.
 *
 * @public
 */
export interface RolloutController {
  /** Stable and short, stored with each rollout: `argo-rollouts`. */
  readonly id: string;
  /** As people write it: `Argo Rollouts`. */
  readonly title: string;
  readonly kinds: readonly WatchedKind[];
  /** Kinds that mappings look things up in: analyses, replica sets. One that a cluster does not serve is simply not there. */
  readonly references?: readonly ReferencedKind[];

  /**
   * Turns one raw object into the model. Pure and total for every object the API server would accept, as the mapping of
   * an engine is. Throws InputError, naming the field, when the object is not of this controller at all.
   */
  map(object: unknown, context: MappingContext): RolloutStatus | undefined;

  /**
   * The patches that carry out an action on the object as it is now (freshly read by the core), in the order in which
   * they are to be applied.
   *
   * Throws ConflictError when the object's state forbids it, with a sentence for the user, and NotImplementedError for
   * actions that the controller does not have.
   */
  prepareAction(
    action: RolloutActionId,
    options: { object: unknown; user: string; now: Date },
  ): ObjectPatch[];
}
