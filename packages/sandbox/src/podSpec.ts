import { KubeObject } from './contracts';
import { isRecord, JsonRecord, recordAt, recordsAt, textAt } from './json';

/** The pod specification inside an object of any workload kind; undefined for other kinds. */
export function podSpecOf(object: KubeObject): JsonRecord | undefined {
  const spec = recordAt(object, 'spec');
  if (object.kind === 'Pod') return spec;
  const holder =
    object.kind === 'CronJob' ? recordAt(spec, 'jobTemplate', 'spec') : spec;
  const podSpec = recordAt(holder, 'template', 'spec');
  return Array.isArray(podSpec.containers) ? podSpec : undefined;
}

/** The metadata of the pods that a workload makes. */
export function podMetadataOf(object: KubeObject): JsonRecord | undefined {
  const spec = recordAt(object, 'spec');
  const holder =
    object.kind === 'CronJob' ? recordAt(spec, 'jobTemplate', 'spec') : spec;
  if (!isRecord(holder.template)) return undefined;
  if (!isRecord(holder.template.metadata)) holder.template.metadata = {};
  return recordAt(holder, 'template', 'metadata');
}

/** All containers of a pod specification, init containers first. */
export function containersOf(podSpec: JsonRecord): JsonRecord[] {
  return [
    ...recordsAt(podSpec, 'initContainers'),
    ...recordsAt(podSpec, 'containers'),
  ];
}

export function imagesOf(object: KubeObject): string[] {
  const podSpec = podSpecOf(object);
  return podSpec
    ? containersOf(podSpec).flatMap(
        container => textAt(container, 'image') ?? [],
      )
    : [];
}
