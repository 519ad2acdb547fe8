import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { gitopsLaneResourceRef, LaneFilter, matchesLane } from '../lane';

const filterOf = (label: string, value: string | undefined): LaneFilter => ({
  field: 'label',
  values: [value === undefined ? label : `${label}=${value}`],
});

/** The service's entity carries a label, with this value where one is given. */
export const hasLabel = createPermissionRule({
  name: 'HAS_LABEL',
  description: "The service's entity carries a label",
  resourceRef: gitopsLaneResourceRef,
  paramsSchema: z.object({
    label: z.string().describe('Key of the label'),
    value: z.string().optional().describe('Its value; any when left out'),
  }),
  apply: (lane, { label, value }) => matchesLane(lane, filterOf(label, value)),
  toQuery: ({ label, value }) => filterOf(label, value),
});
