import { GraphQLFieldResolver } from 'graphql';
import { GraphqlContext } from './GraphqlContext';

/** Takes a field from the object that was resolved. What the forge does not know is refused, never made up. */
export const propertyOrRefuse: GraphQLFieldResolver<unknown, GraphqlContext> = (
  source,
  _args,
  _context,
  { fieldName, parentType },
) => {
  if (typeof source === 'object' && source !== null && fieldName in source) {
    return Reflect.get(source, fieldName);
  }
  throw new Error(
    `the sandbox's forge does not know the field ${parentType.name}.${fieldName}`,
  );
};
