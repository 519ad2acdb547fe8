import { KubeObject } from '../../../contracts';
import { JsonRecord, recordAt, recordsAt } from '../../../json';
import { containersOf, podSpecOf } from '../../../podSpec';
import { isClusterScoped } from '../../objects';

const formerNames = new WeakMap<KubeObject, Set<string>>();

/** The name of an object and those it had before it was renamed: patches and replicas go by any of them. */
export function namesOf(object: KubeObject): string[] {
  return [object.metadata.name, ...(formerNames.get(object) ?? [])];
}

/** Renames objects and follows what refers to them by name. */
export function renameObjects(
  objects: KubeObject[],
  rename: (object: KubeObject) => string,
): void {
  const renamed = new Map<string, string>();
  for (const object of objects) {
    const from = object.metadata.name;
    const to = rename(object);
    if (from === to) continue;
    object.metadata.name = to;
    formerNames.set(object, new Set(formerNames.get(object)).add(from));
    renamed.set(`${object.kind}/${from}`, to);
  }
  if (renamed.size === 0) return;
  for (const object of objects) {
    for (const { holder, field, kind } of referencesOf(object)) {
      const to = renamed.get(`${kind}/${String(holder[field])}`);
      if (to) holder[field] = to;
    }
  }
}

/** Puts every namespaced object into one namespace. */
export function setNamespace(objects: KubeObject[], namespace: string): void {
  for (const object of objects) {
    if (!isClusterScoped(object)) object.metadata.namespace = namespace;
    if (object.kind.endsWith('RoleBinding')) {
      for (const subject of recordsAt(object, 'subjects')) {
        if (subject.kind === 'ServiceAccount') subject.namespace = namespace;
      }
    }
  }
}

interface Reference {
  holder: JsonRecord;
  field: string;
  kind: string;
}

function referencesOf(object: KubeObject): Reference[] {
  const podSpec = podSpecOf(object);
  const spec = recordAt(object, 'spec');
  const scaled = recordAt(spec, 'scaleTargetRef');
  const backends = recordsAt(spec, 'rules')
    .flatMap(rule => recordsAt(rule, 'http', 'paths'))
    .map(path => recordAt(path, 'backend', 'service'));
  return [
    ...(podSpec ? podReferences(podSpec) : []),
    { holder: scaled, field: 'name', kind: String(scaled.kind) },
    ...backends.map(holder => ({ holder, field: 'name', kind: 'Service' })),
    ...recordsAt(object, 'subjects').map(holder => ({
      holder,
      field: 'name',
      kind: String(holder.kind),
    })),
    {
      holder: recordAt(object, 'roleRef'),
      field: 'name',
      kind: String(recordAt(object, 'roleRef').kind),
    },
  ];
}

function podReferences(podSpec: JsonRecord): Reference[] {
  const volumes = recordsAt(podSpec, 'volumes');
  const variables = containersOf(podSpec).flatMap(container =>
    recordsAt(container, 'env').map(each => recordAt(each, 'valueFrom')),
  );
  const imports = containersOf(podSpec).flatMap(container =>
    recordsAt(container, 'envFrom'),
  );
  return [
    { holder: podSpec, field: 'serviceAccountName', kind: 'ServiceAccount' },
    ...volumes.flatMap(volume => [
      ref(recordAt(volume, 'configMap'), 'ConfigMap'),
      {
        holder: recordAt(volume, 'secret'),
        field: 'secretName',
        kind: 'Secret',
      },
      {
        holder: recordAt(volume, 'persistentVolumeClaim'),
        field: 'claimName',
        kind: 'PersistentVolumeClaim',
      },
    ]),
    ...variables.flatMap(from => [
      ref(recordAt(from, 'configMapKeyRef'), 'ConfigMap'),
      ref(recordAt(from, 'secretKeyRef'), 'Secret'),
    ]),
    ...imports.flatMap(from => [
      ref(recordAt(from, 'configMapRef'), 'ConfigMap'),
      ref(recordAt(from, 'secretRef'), 'Secret'),
    ]),
  ];
}

function ref(holder: JsonRecord, kind: string): Reference {
  return { holder, field: 'name', kind };
}
