import { applyPatch, Operation } from 'fast-json-patch';
import { z } from 'zod';
import { KubeObject } from '../../../contracts';
import { isRecord, JsonRecord } from '../../../json';
import { ManifestError } from '../../ManifestError';
import { parseYamlDocuments } from '../parseManifests';
import { namesOf } from './names';
import { strategicMerge } from './strategicMerge';

type Selector = Partial<
  Record<
    'group' | 'version' | 'kind' | 'name' | 'namespace' | 'labelSelector',
    string
  >
>;

const operationSchema = z.looseObject({
  op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
  path: z.string(),
  from: z.string().optional(),
});

/** Applies the text of a patch, strategic merge or JSON 6902, to the objects that it is for. */
export function applyPatchText(
  objects: KubeObject[],
  options: { text: string; name: string; target?: Selector },
): void {
  const { text, name, target } = options;
  for (const patch of parseYamlDocuments({ path: name, text })) {
    if (Array.isArray(patch)) {
      applyOperations(objects, { operations: patch, name, target });
    } else if (isRecord(patch)) {
      applyMerge(objects, { patch, name, target });
    } else if (patch !== null) {
      throw new ManifestError(`unable to parse SM or JSON patch from ${name}`);
    }
  }
}

function applyOperations(
  objects: KubeObject[],
  options: { operations: unknown[]; name: string; target?: Selector },
) {
  const { name, target } = options;
  if (!target) {
    throw new ManifestError(`the JSON patch ${name} has no target`);
  }
  const parsed = z.array(operationSchema).safeParse(options.operations);
  if (!parsed.success) {
    throw new ManifestError(`unable to parse SM or JSON patch from ${name}`);
  }
  for (const object of objects.filter(each => selects(target, each))) {
    try {
      applyPatch(object, structuredClone(parsed.data) as Operation[], true);
    } catch (error) {
      throw new ManifestError(
        `the JSON patch ${name} can't be applied to ${object.kind} ${object.metadata.name}`,
        { cause: error },
      );
    }
  }
}

function applyMerge(
  objects: KubeObject[],
  options: { patch: JsonRecord; name: string; target?: Selector },
) {
  const { patch, name, target } = options;
  const { apiVersion, kind, metadata, $patch, ...rest } = patch;
  const {
    name: named,
    namespace,
    ...metadataPatch
  } = isRecord(metadata) ? metadata : {};
  const selector: Selector = target ?? {
    ...(typeof kind === 'string' && { kind }),
    ...(typeof named === 'string' && { name: `^${escaped(named)}$` }),
  };
  const matching = objects.filter(each => selects(selector, each));
  if (matching.length === 0 && !target) {
    throw new ManifestError(
      `no matches for Id ${String(kind)}.${String(named)}; failed to find unique target for patch ${name}`,
    );
  }
  for (const object of matching) {
    if ($patch === 'delete') {
      objects.splice(objects.indexOf(object), 1);
      continue;
    }
    strategicMerge(object, structuredClone({ ...rest }));
    strategicMerge(object.metadata, structuredClone(metadataPatch));
  }
}

function selects(selector: Selector, object: KubeObject): boolean {
  const [group, version] = object.apiVersion.includes('/')
    ? object.apiVersion.split('/')
    : ['', object.apiVersion];
  const matches = (pattern: string | undefined, value: string) =>
    !pattern || new RegExp(`^(?:${pattern})$`).test(value);
  return (
    matches(selector.group, group) &&
    matches(selector.version, version) &&
    matches(selector.kind, object.kind) &&
    namesOf(object).some(name => matches(selector.name, name)) &&
    matches(selector.namespace, object.metadata.namespace ?? '') &&
    hasLabels(selector.labelSelector, object)
  );
}

function hasLabels(selector: string | undefined, object: KubeObject): boolean {
  return (selector ?? '')
    .split(',')
    .filter(Boolean)
    .every(part => {
      const [key, value] = part.split(/==?/).map(each => each.trim());
      const label = object.metadata.labels?.[key];
      return value === undefined ? label !== undefined : label === value;
    });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
