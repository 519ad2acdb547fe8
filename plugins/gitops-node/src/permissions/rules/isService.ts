import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { gitopsLaneResourceRef, LaneFilter, matchesLane } from '../lane';

const filterOf = (entityRefs: string[]): LaneFilter => ({
  field: 'service',
  values: entityRefs,
});

/** The service is one of these. */
export const isService = createPermissionRule({
  name: 'IS_SERVICE',
  description: 'The service is one of these',
  resourceRef: gitopsLaneResourceRef,
  paramsSchema: z.object({
    entityRefs: z
      .array(z.string())
      .describe('Whole entity refs, such as component:default/orders'),
  }),
  apply: (lane, { entityRefs }) => matchesLane(lane, filterOf(entityRefs)),
  toQuery: ({ entityRefs }) => filterOf(entityRefs),
});
