import { applyPatch as applyJsonPatch, Operation } from 'fast-json-patch';
import { z } from 'zod';
import { KubeObject } from '../../contracts';
import { ResourceKind } from '../kinds/ResourceKind';
import { badRequest, StatusError, unsupportedMediaType } from '../StatusError';
import { mergePatch } from './mergePatch';
import { strategicMergePatch } from './strategicMergePatch';

const jsonPatchType = 'application/json-patch+json';
const mergePatchType = 'application/merge-patch+json';
const strategicMergePatchType = 'application/strategic-merge-patch+json';

/** A patch as it came: its media type says what it means. */
export interface Patch {
  type: string;
  body: unknown;
}

const pointer = z.string().regex(/^(\/.*)?$/s);
const operationsSchema: z.ZodType<Operation[]> = z.array(
  z.discriminatedUnion('op', [
    z.object({ op: z.literal('add'), path: pointer, value: z.unknown() }),
    z.object({ op: z.literal('replace'), path: pointer, value: z.unknown() }),
    z.object({ op: z.literal('test'), path: pointer, value: z.unknown() }),
    z.object({ op: z.literal('remove'), path: pointer }),
    z.object({ op: z.literal('move'), path: pointer, from: pointer }),
    z.object({ op: z.literal('copy'), path: pointer, from: pointer }),
  ]),
);

/** The media types of patches that a kind takes. */
export function patchTypesOf(kind: ResourceKind): readonly string[] {
  return kind.custom
    ? [jsonPatchType, mergePatchType]
    : [jsonPatchType, mergePatchType, strategicMergePatchType];
}

/** The object with the patch applied, not yet checked. The given object is not changed. */
export function applyPatch(options: {
  kind: ResourceKind;
  object: KubeObject;
  patch: Patch;
}): unknown {
  const { kind, object, patch } = options;
  if (!patchTypesOf(kind).includes(patch.type)) {
    throw unsupportedMediaType(patchTypesOf(kind));
  }
  switch (patch.type) {
    case jsonPatchType:
      return patchByOperations(object, patch.body);
    case mergePatchType:
      return mergePatch(object, patch.body);
    default:
      return strategicMergePatch(object, patch.body);
  }
}

function patchByOperations(object: KubeObject, body: unknown): unknown {
  const operations = operationsSchema.safeParse(body);
  if (!operations.success) {
    throw badRequest(
      `error decoding patch: ${operations.error.issues[0]?.message ?? 'not a list of operations'}`,
    );
  }
  try {
    return applyJsonPatch(
      structuredClone<unknown>(object),
      operations.data,
      true,
    ).newDocument;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : error;
    throw new StatusError(
      `the server rejected our request due to an error in our request: ${why}`,
      { code: 422, reason: 'Invalid', details: {} },
    );
  }
}
