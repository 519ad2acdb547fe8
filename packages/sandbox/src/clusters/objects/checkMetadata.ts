import { KubeObject } from '../../contracts';
import { ResourceKind } from '../kinds/ResourceKind';
import { StatusCause } from '../StatusError';

const subdomain =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedName =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/;

/** RBAC names may hold what paths can't, such as `system:node`. */
const pathSegment = /^(?!\.{1,2}$)[^/%]+$/;

const invalidValue = (value: string, why: string) =>
  `Invalid value: "${value}": ${why}`;

/** What is wrong with names, labels and annotations, as the API server would say. */
export function checkMetadata(
  kind: ResourceKind,
  { metadata }: KubeObject,
): StatusCause[] {
  const causes: StatusCause[] = [];
  const refuse = (field: string, message: string) =>
    causes.push({ reason: 'FieldValueInvalid', message, field });
  const { name, labels = {}, annotations = {} } = metadata;
  const isRbac = kind.group === 'rbac.authorization.k8s.io';
  if (!name) {
    causes.push({
      reason: 'FieldValueRequired',
      message: 'Required value: name or generateName is required',
      field: 'metadata.name',
    });
  } else if (
    !(isRbac ? pathSegment : subdomain).test(name) ||
    name.length > 253
  ) {
    refuse(
      'metadata.name',
      invalidValue(
        name,
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
      ),
    );
  }
  for (const [key, value] of Object.entries(labels)) {
    if (!qualifiedName.test(key)) {
      refuse('metadata.labels', invalidValue(key, 'not a valid label key'));
    }
    if (!labelValue.test(value)) {
      refuse(
        'metadata.labels',
        invalidValue(
          value,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', at most 63 of them, and must start and end with an alphanumeric character",
        ),
      );
    }
  }
  for (const key of Object.keys(annotations)) {
    if (!qualifiedName.test(key.toLowerCase())) {
      refuse(
        'metadata.annotations',
        invalidValue(key, 'not a valid annotation key'),
      );
    }
  }
  return causes;
}
