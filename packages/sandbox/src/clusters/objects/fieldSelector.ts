import { KubeObject } from '../../contracts';
import { ResourceKind } from '../kinds/ResourceKind';
import { badRequest } from '../StatusError';

const common = ['metadata.name', 'metadata.namespace'];

const perKind: Record<string, readonly string[]> = {
  Event: [
    'involvedObject.apiVersion',
    'involvedObject.fieldPath',
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.resourceVersion',
    'involvedObject.uid',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  Secret: ['type'],
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
  Job: ['status.successful'],
  ReplicaSet: ['status.replicas'],
};

/** The fields of a kind that a field selector may name. */
function selectableFields(kind: ResourceKind): readonly string[] {
  return kind.custom ? common : [...common, ...(perKind[kind.kind] ?? [])];
}

/** A parsed field selector. `name` is set when it can match no other object. */
export interface FieldSelector {
  matches: (object: KubeObject) => boolean;
  name: string | undefined;
}

/** Parses `metadata.name=a,status.phase!=Running`. Throws BadRequest for what this kind can't be selected by. */
export function parseFieldSelector(
  text: string,
  kind: ResourceKind,
): FieldSelector {
  const terms = text
    .split(',')
    .filter(Boolean)
    .map(term => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(term);
      if (!match) {
        throw badRequest(
          `invalid selector: '${text}'; can't understand '${term}'`,
        );
      }
      const [, path, operator, wanted] = match;
      if (!selectableFields(kind).includes(path)) {
        throw badRequest(
          `Unable to find "${kind.plural}" that match label selector "", field selector "${text}": field label not supported: ${path}`,
        );
      }
      return { path, equal: operator !== '!=', wanted };
    });
  return {
    name: terms.find(term => term.path === 'metadata.name' && term.equal)
      ?.wanted,
    matches: object =>
      terms.every(
        ({ path, equal, wanted }) =>
          (textAt(object, path) === wanted) === equal,
      ),
  };
}

function textAt(object: unknown, path: string): string {
  let value: unknown = object;
  for (const field of path.split('.')) {
    value =
      value !== null && typeof value === 'object'
        ? Reflect.get(value, field)
        : undefined;
  }
  return value === undefined || value === null ? '' : String(value);
}
