import { ForgeDomain } from '../domain';
import { Actor } from '../domain';

/** What every resolver knows. */
export interface GraphqlContext {
  forge: ForgeDomain;
  actor: Actor;
  rateLimit: {
    cost: number;
    limit: number;
    nodeCount: number;
    remaining: number;
    resetAt: string;
    used: number;
  };
}

/** Finds the value of one field. GraphQL has checked the arguments against the schema. */
export type FieldResolver<S> = (
  source: S,
  args: never,
  context: GraphqlContext,
) => unknown;

/** The fields of one type that the forge knows. */
export type FieldResolvers<S> = Record<string, FieldResolver<S>>;
