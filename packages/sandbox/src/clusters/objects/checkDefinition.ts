import { KubeObject } from '../../contracts';
import { definitionsResource } from '../kinds/builtInKinds';
import { parseDefinition } from '../kinds/customKinds';
import { ResourceKind, resourceOf } from '../kinds/ResourceKind';
import { StatusCause } from '../StatusError';

/** What is wrong with a CustomResourceDefinition; nothing for objects of other kinds. */
export function checkDefinition(
  kind: ResourceKind,
  object: KubeObject,
): StatusCause[] {
  if (resourceOf(kind) !== definitionsResource) return [];
  const definition = parseDefinition(object);
  if (!definition.success) {
    return definition.error.issues.map(issue => ({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${issue.message}`,
      field: issue.path.join('.'),
    }));
  }
  const { group, names } = definition.data.spec;
  const expected = `${names.plural}.${group}`;
  return object.metadata.name === expected
    ? []
    : [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: "${object.metadata.name}": must be spec.names.plural+"."+spec.group`,
          field: 'metadata.name',
        },
      ];
}
