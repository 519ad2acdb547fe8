import { createPermissionRule } from '@backstage/plugin-permission-node';
import {
  EnvironmentTier,
  environmentTierSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { gitopsLaneResourceRef, LaneFilter, matchesLane } from '../lane';

const filterOf = (tiers: EnvironmentTier[]): LaneFilter => ({
  field: 'tier',
  values: tiers,
});

/** The environment's tier is one of these. */
export const inTier = createPermissionRule({
  name: 'IN_TIER',
  description: "The environment's tier is one of these",
  resourceRef: gitopsLaneResourceRef,
  paramsSchema: z.object({
    tiers: z
      .array(environmentTierSchema)
      .describe('What belongs to no environment counts as production'),
  }),
  apply: (lane, { tiers }) => matchesLane(lane, filterOf(tiers)),
  toQuery: ({ tiers }) => filterOf(tiers),
});
