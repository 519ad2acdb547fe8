import {
  DocumentNode,
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
} from 'graphql';
import { ForgeDomain } from '../domain';
import { Actor } from '../domain';
import { FormattedError, formatError } from './formatError';
import { githubSchema } from './githubSchema';
import { GithubProblem } from './GithubProblem';
import { GraphqlBudget } from './GraphqlBudget';
import { GraphqlContext } from './GraphqlContext';
import { propertyOrRefuse } from './propertyOrRefuse';
import { queryCost } from './queryCost';

const NODE_LIMIT = 500_000;

/** What GraphQL answers: data, errors, or both. */
export interface GraphqlAnswer {
  data?: unknown;
  errors?: FormattedError[];
}

/** Parses, validates and runs one query, as GitHub would. */
export async function runQuery(options: {
  query: string;
  operationName?: string;
  variables: Record<string, unknown>;
  actor: Actor;
  forge: ForgeDomain;
  budget: GraphqlBudget;
}): Promise<GraphqlAnswer> {
  const { query, operationName, variables, actor, forge, budget } = options;
  const schema = githubSchema();
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [formatError(error)] };
  }
  const mistakes = validate(schema, document);
  if (mistakes.length > 0) return { errors: mistakes.map(formatError) };

  const cost = queryCost({ schema, document, operationName, variables });
  if (cost.nodes > NODE_LIMIT) {
    return refuse(
      'MAX_NODE_LIMIT_EXCEEDED',
      `This query requests up to ${cost.nodes.toLocaleString('en')} possible nodes which exceeds the maximum limit of 500,000.`,
    );
  }
  if (!budget.spend(actor.user.id, cost.points)) {
    return refuse(
      'RATE_LIMITED',
      `API rate limit exceeded for user ID ${actor.user.id}.`,
    );
  }
  if (
    actor.access === 'read' &&
    getOperationAST(document, operationName)?.operation === 'mutation'
  ) {
    return {
      data: null,
      ...refuse(
        'FORBIDDEN',
        'Resource not accessible by personal access token',
      ),
    };
  }
  const contextValue: GraphqlContext = {
    forge,
    actor,
    rateLimit: {
      ...budget.state(actor.user.id),
      cost: cost.points,
      nodeCount: cost.nodes,
    },
  };
  const { data, errors } = await execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue,
    fieldResolver: propertyOrRefuse,
  });
  return {
    ...(data !== undefined && { data }),
    ...(errors?.length && { errors: errors.map(formatError) }),
  };
}

function refuse(type: GithubProblem['type'], message: string): GraphqlAnswer {
  return { errors: [{ type, message }] };
}
