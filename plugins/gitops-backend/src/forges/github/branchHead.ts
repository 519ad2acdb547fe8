import { z } from 'zod';

/** What is read of the commit at the head of a promotion's branch. */
export const branchHeadFields =
  'oid ... on Commit { tree { oid } parents(first: 2) { nodes { oid } } }';

/** The answer to {@link branchHeadFields}. */
export const branchHeadSchema = z.object({
  oid: z.string(),
  tree: z.object({ oid: z.string() }).optional(),
  parents: z
    .object({ nodes: z.array(z.object({ oid: z.string() })) })
    .optional(),
});

/** Whether the head is one commit on `parent` with this tree. */
export function branchHolds(options: {
  head: z.infer<typeof branchHeadSchema>;
  tree: string;
  parent: string;
}): boolean {
  const { head, tree, parent } = options;
  const parents = head.parents?.nodes.map(({ oid }) => oid) ?? [];
  return (
    head.tree?.oid === tree && parents.length === 1 && parents[0] === parent
  );
}
