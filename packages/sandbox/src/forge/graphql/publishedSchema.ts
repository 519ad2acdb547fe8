import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import {
  buildASTSchema,
  GraphQLError,
  GraphQLScalarType,
  GraphQLSchema,
  isScalarType,
  parse,
} from 'graphql';

const PACKAGE = '@octokit/graphql-schema';

/** The schema that GitHub publishes, without resolvers. Takes about a quarter of a second. */
export function readPublishedSchema(): GraphQLSchema {
  const definitions = parse(readFileSync(findDefinitions(), 'utf8'), {
    noLocation: true,
  });
  const schema = buildASTSchema(definitions, {
    assumeValid: true,
    assumeValidSDL: true,
  });
  const objectId = schema.getType('GitObjectID');
  if (isScalarType(objectId)) checkObjectIds(objectId);
  return schema;
}

/** The package exports only a module that parses the schema a second time, as JSON, so its file is read directly. */
function findDefinitions(): string {
  const candidates = (require.resolve.paths(PACKAGE) ?? []).map(folder =>
    join(folder, PACKAGE, 'schema.graphql'),
  );
  const found = candidates.find(file => existsSync(file));
  if (!found) {
    throw new Error(
      `the package ${PACKAGE} is not installed: install the dependencies of the sandbox`,
    );
  }
  return found;
}

function checkObjectIds(scalar: GraphQLScalarType): void {
  scalar.parseValue = value => {
    if (typeof value === 'string' && /^[0-9a-f]{40}$/i.test(value)) {
      return value.toLowerCase();
    }
    throw new GraphQLError(`${JSON.stringify(value)} is not a Git object id`);
  };
}
