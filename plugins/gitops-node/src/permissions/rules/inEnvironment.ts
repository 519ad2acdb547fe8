import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { gitopsLaneResourceRef, LaneFilter, matchesLane } from '../lane';

const filterOf = (environments: string[]): LaneFilter => ({
  field: 'environment',
  values: environments,
});

/** The environment is one of these. */
export const inEnvironment = createPermissionRule({
  name: 'IN_ENVIRONMENT',
  description: 'The environment is one of these',
  resourceRef: gitopsLaneResourceRef,
  paramsSchema: z.object({
    environments: z
      .array(z.string())
      .describe(
        "Names of environments of the portal's config, or `unassigned`",
      ),
  }),
  apply: (lane, { environments }) => matchesLane(lane, filterOf(environments)),
  toQuery: ({ environments }) => filterOf(environments),
});
