import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { GraphQLError } from 'graphql';
import { ValidationError } from '../domain';
import { GithubProblem, ProblemType } from './GithubProblem';

/** An error as GitHub writes it into an answer. */
export interface FormattedError {
  type?: ProblemType;
  path?: ReadonlyArray<string | number>;
  extensions?: Record<string, unknown>;
  locations?: ReadonlyArray<{ line: number; column: number }>;
  message: string;
}

/** What a query did wrong, or could not do, in GitHub's form. */
export function formatError(error: GraphQLError): FormattedError {
  const { path, locations, originalError } = error;
  const place = {
    ...(path && { path }),
    ...(locations && { locations }),
  };
  if (!originalError) {
    return { ...place, ...extensionsOf(error), message: error.message };
  }
  const type = typeOf(originalError);
  if (type) return { type, ...place, message: messageOf(originalError) };
  return {
    ...place,
    message: `Something went wrong while executing your query: ${originalError.message}`,
  };
}

function typeOf(error: Error): ProblemType | undefined {
  if (error instanceof GithubProblem) return error.type;
  if (error instanceof NotFoundError) return 'NOT_FOUND';
  if (error instanceof NotAllowedError || error.name === 'NotAllowedError') {
    return 'FORBIDDEN';
  }
  if (error instanceof ConflictError || error instanceof InputError) {
    return 'UNPROCESSABLE';
  }
  return undefined;
}

function messageOf(error: Error): string {
  return error instanceof ValidationError ? error.reason : error.message;
}

function extensionsOf({
  message,
}: GraphQLError): Pick<FormattedError, 'extensions'> {
  const [, fieldName, typeName] =
    message.match(/^Cannot query field "(\w+)" on type "(\w+)"/) ?? [];
  return fieldName
    ? { extensions: { code: 'undefinedField', typeName, fieldName } }
    : {};
}
