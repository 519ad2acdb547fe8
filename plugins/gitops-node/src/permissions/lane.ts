import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  EnvironmentTier,
  gitopsLaneResourceType,
} from '@fairlead/backstage-plugin-gitops-common';

/**
 * A service in an environment, as policies see it.
 *
 * @public
 */
export interface LaneResource {
  entityRef: string;
  /** The whole entity, with its relations. */
  entity: Entity;
  /** Name of the environment; `unassigned` for a target that belongs to none. */
  environment: string;
  /** Of the environment. What belongs to no environment that is configured counts as `production`. */
  tier: EnvironmentTier;
}

/** What a rule asks about a lane: one of `values`. @public */
export interface LaneFilter {
  /** `label`: values are written `key` or `key=value`. */
  field: 'owner' | 'service' | 'environment' | 'tier' | 'label';
  values: string[];
}

/** For `permissionsRegistry`, and for rules of one's own. @public */
export const gitopsLaneResourceRef = createPermissionResourceRef<
  LaneResource,
  LaneFilter
>().with({ pluginId: 'gitops', resourceType: gitopsLaneResourceType });

/** Whether a lane is what a filter asks for. Entity refs are compared without case. */
export function matchesLane(lane: LaneResource, filter: LaneFilter): boolean {
  const { field, values } = filter;
  switch (field) {
    case 'owner':
      return (lane.entity.relations ?? []).some(
        ({ type, targetRef }) =>
          type === RELATION_OWNED_BY && hasRef(values, targetRef),
      );
    case 'service':
      return hasRef(values, lane.entityRef);
    case 'environment':
      return values.includes(lane.environment);
    case 'tier':
      return values.includes(lane.tier);
    default:
      return Object.entries(lane.entity.metadata.labels ?? {}).some(
        ([key, value]) =>
          values.includes(key) || values.includes(`${key}=${value}`),
      );
  }
}

function hasRef(refs: string[], ref: string): boolean {
  return refs.some(each => each.toLowerCase() === ref.toLowerCase());
}
