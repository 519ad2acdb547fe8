import { GraphQLFieldResolver, GraphQLSchema, isObjectType } from 'graphql';
import { FieldResolver, GraphqlContext } from './GraphqlContext';
import { readPublishedSchema } from './publishedSchema';
import { resolvers } from './resolvers';

let built: GraphQLSchema | undefined;

/** GitHub's published schema with the forge's resolvers. Built when it is first used, and once for all forges. */
export function githubSchema(): GraphQLSchema {
  built ??= build();
  return built;
}

function build(): GraphQLSchema {
  const schema = readPublishedSchema();
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) {
      throw new Error(`GitHub's schema has no type ${typeName}`);
    }
    const known = type.getFields();
    for (const [fieldName, resolve] of Object.entries(fields)) {
      // Several types share a set of fields, of which each has only some.
      if (!known[fieldName]) continue;
      known[fieldName].resolve = callable(resolve);
    }
  }
  return schema;
}

/** GraphQL calls a resolver only with what the schema says, which its types can't express. */
function callable(
  resolve: FieldResolver<never>,
): GraphQLFieldResolver<unknown, GraphqlContext> {
  return (...given) => Reflect.apply(resolve, undefined, given);
}
