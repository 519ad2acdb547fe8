import { ErrorObject } from 'ajv';
import { StatusCause } from '../StatusError';

const shown = (value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value !== 'object') return JSON.stringify(value);
  return Array.isArray(value) ? '"array"' : '"object"';
};

/** `/spec/sources/0/helm/my~1key` → `spec.sources[0].helm.my/key` */
export function fieldPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => {
      if (/^\d+$/.test(part) && path) return `${path}[${part}]`;
      return path ? `${path}.${part}` : part;
    }, '');
}

/** What the schema's errors say, in the API server's words. */
export function causesOf(errors: readonly ErrorObject[]): StatusCause[] {
  const causes = new Map<string, StatusCause>();
  for (const error of errors) {
    const cause = causeOf(error);
    causes.set(`${cause.field}: ${cause.message}`, cause);
  }
  return [...causes.values()];
}

function causeOf(error: ErrorObject): StatusCause {
  const field = fieldPath(error.instancePath);
  const body = `${field || '<root>'} in body`;
  const value = shown(error.data);
  switch (error.keyword) {
    case 'required': {
      const missing: unknown = error.params.missingProperty;
      return {
        reason: 'FieldValueRequired',
        message: 'Required value',
        field: field ? `${field}.${missing}` : String(missing),
      };
    }
    case 'enum': {
      const allowed: unknown = error.params.allowedValues;
      const list = Array.isArray(allowed) ? allowed.map(shown).join(', ') : '';
      return {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${value}: supported values: ${list}`,
        field,
      };
    }
    case 'type': {
      const type: unknown = error.params.type;
      const wanted = Array.isArray(type) ? type.join(',') : String(type);
      return {
        reason: 'FieldValueTypeInvalid',
        message: `Invalid value: "${typeName(error.data)}": ${body} must be of type ${wanted}: "${typeName(error.data)}"`,
        field,
      };
    }
    case 'pattern':
      return {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${value}: ${body} should match '${error.params.pattern}'`,
        field,
      };
    case 'maxLength':
    case 'maxItems':
      return {
        reason: 'FieldValueInvalid',
        message: `Too long: ${body} ${error.message}`,
        field,
      };
    default:
      return {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${value}: ${body} ${error.message}`,
        field,
      };
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return typeof value;
}
