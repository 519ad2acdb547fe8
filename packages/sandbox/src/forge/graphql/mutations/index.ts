import { FieldResolver, FieldResolvers } from '../GraphqlContext';
import { conversationMutations } from './conversation';
import { pullRequestMutations } from './pullRequests';
import { refMutations } from './refs';
import { schedulingMutations } from './scheduling';
import { withClientMutationId } from './withClientMutationId';

const all: Record<string, FieldResolver<unknown>> = {
  ...refMutations,
  ...pullRequestMutations,
  ...conversationMutations,
  ...schedulingMutations,
};

/** What GraphQL can change. */
export const mutationFields: FieldResolvers<unknown> = Object.fromEntries(
  Object.entries(all).map(([name, run]) => [name, withClientMutationId(run)]),
);
