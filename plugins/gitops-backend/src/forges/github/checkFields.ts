import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';

/** What is read of the checks of a commit. */
export const checkFields = /* GraphQL */ `
  fragment checks on StatusCheckRollup {
    state
    contexts(first: 100) {
      nodes {
        ... on StatusContext {
          context
          state
        }
        ... on CheckRun {
          status
          conclusion
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;

const statusSchema = z.object({ context: z.string(), state: z.string() });
const runSchema = z.object({
  status: z.string(),
  conclusion: z.string().nullish(),
});

/** The answer to {@link checkFields}. */
export const rollupSchema = z.object({
  state: z.string(),
  contexts: z.object({
    nodes: z.array(z.union([statusSchema, runSchema]).nullable()),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});

/** Statuses of Fairlead itself: it would wait for its own gates otherwise. */
const OWN = 'fairlead/';
const PASSING: ReadonlyArray<string | null | undefined> = [
  'SUCCESS',
  'NEUTRAL',
  'SKIPPED',
];

/** What the checks of others say together. */
export function checksOf(
  rollup: z.infer<typeof rollupSchema> | null | undefined,
): PullRequest['checks'] {
  if (!rollup) return 'none';
  const { nodes, pageInfo } = rollup.contexts;
  const outcomes = nodes.flatMap(node => outcomeOf(node) ?? []);
  // Of more checks than are read, the whole says what the rest is; ours is not worth many pages.
  if (pageInfo.hasNextPage) outcomes.push(outcomeOfState(rollup.state));
  if (outcomes.length === 0) return 'none';
  if (outcomes.includes('failing')) return 'failing';
  return outcomes.includes('pending') ? 'pending' : 'passing';
}

type Outcome = 'passing' | 'pending' | 'failing';

function outcomeOf(
  node: z.infer<typeof statusSchema> | z.infer<typeof runSchema> | null,
): Outcome | undefined {
  if (!node) return undefined;
  if ('context' in node) {
    return node.context.startsWith(OWN)
      ? undefined
      : outcomeOfState(node.state);
  }
  if (node.status !== 'COMPLETED') return 'pending';
  return PASSING.includes(node.conclusion) ? 'passing' : 'failing';
}

function outcomeOfState(state: string): Outcome {
  if (state === 'SUCCESS') return 'passing';
  return state === 'PENDING' || state === 'EXPECTED' ? 'pending' : 'failing';
}
