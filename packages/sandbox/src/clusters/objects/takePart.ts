import { KubeObject } from '../../contracts';
import { ResourceKind } from '../kinds/ResourceKind';

/** `main` leaves the status out where it is a subresource. */
export type ObjectPart = 'main' | 'status' | 'all';

/** The object that is to be stored when only a part of what was written counts. */
export function takePart(options: {
  kind: ResourceKind;
  current: KubeObject;
  input: KubeObject;
  part: ObjectPart;
}): KubeObject {
  const { kind, current, input, part } = options;
  if (part === 'status') return withStatus(current, input.status);
  return part === 'main' && kind.statusSubresource
    ? withStatus(input, current.status)
    : input;
}

function withStatus(object: KubeObject, status: unknown): KubeObject {
  const { status: _, ...rest } = object;
  return status === undefined ? rest : { ...rest, status };
}
