import {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  getNamedType,
  getOperationAST,
  GraphQLCompositeType,
  GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  SelectionSetNode,
} from 'graphql';

/** What a query costs, by GitHub's published rules. */
export interface QueryCost {
  /** Points of the hourly limit: a hundredth of the lists that have to be read, at least 1. */
  points: number;
  /** How many objects it may return at most. */
  nodes: number;
}

/** Counts before anything is read: with the sizes of the pages that the query asks for. */
export function queryCost(options: {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string;
  variables: Record<string, unknown>;
}): QueryCost {
  const { schema, document, operationName, variables } = options;
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return { points: 1, nodes: 0 };
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  let lists = 0;
  let nodes = 0;

  const walk = (
    selections: SelectionSetNode,
    parent: GraphQLCompositeType,
    times: number,
  ): void => {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const type = fieldType(parent, selection.name.value);
        if (!type || !selection.selectionSet) continue;
        let below = times;
        if (type.name.endsWith('Connection')) {
          lists += times;
          below = times * pageSize(selection, variables);
          nodes += below;
        }
        walk(selection.selectionSet, type, below);
      } else {
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? fragments.get(selection.name.value)
            : selection;
        if (!fragment) continue;
        const condition = fragment.typeCondition?.name.value;
        const type = condition ? schema.getType(condition) : parent;
        if (isCompositeType(type)) walk(fragment.selectionSet, type, times);
      }
    }
  };
  walk(operation.selectionSet, root, 1);
  return { points: Math.max(1, Math.round(lists / 100)), nodes };
}

function fieldType(
  parent: GraphQLCompositeType,
  name: string,
): GraphQLCompositeType | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const type = getNamedType(parent.getFields()[name]?.type);
  return isCompositeType(type) ? type : undefined;
}

function pageSize(
  field: FieldNode,
  variables: Record<string, unknown>,
): number {
  for (const argument of field.arguments ?? []) {
    if (!['first', 'last'].includes(argument.name.value)) continue;
    const { value } = argument;
    if (value.kind === Kind.INT) return Number(value.value);
    if (value.kind === Kind.VARIABLE) {
      const given = variables[value.name.value];
      if (typeof given === 'number') return given;
    }
  }
  return 1;
}
