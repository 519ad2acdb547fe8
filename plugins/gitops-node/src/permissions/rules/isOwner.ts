import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { gitopsLaneResourceRef, LaneFilter, matchesLane } from '../lane';

const filterOf = (claims: string[]): LaneFilter => ({
  field: 'owner',
  values: claims,
});

/** The service is owned by one of these in the catalog. */
export const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'The service is owned by one of these in the catalog',
  resourceRef: gitopsLaneResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs of users and groups: those of the user who asks'),
  }),
  apply: (lane, { claims }) => matchesLane(lane, filterOf(claims)),
  toQuery: ({ claims }) => filterOf(claims),
});
