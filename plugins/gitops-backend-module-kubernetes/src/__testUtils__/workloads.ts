import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappingContextOf } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { parseAllDocuments } from 'yaml';
import { mapWorkload } from '../mapping';
import { rolloutReferences } from '../references';
import { workloadSchema } from '../schema';

const fixtures = join(__dirname, '../__fixtures__');

/** The objects of a fixture, each time anew. */
export function objectsOf(file: 'workloads.yaml' | 'rollouts.yaml'): unknown[] {
  const text = readFileSync(join(fixtures, file), 'utf8');
  return parseAllDocuments(text).map(each => each.toJS());
}

/** A cluster with these objects that bring in new versions. */
export function clusterWith(objects: readonly unknown[]) {
  return mappingContextOf({ references: rolloutReferences, objects });
}

/** The workload of a kind, with other fields. */
export function workload(
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob',
  changes: { metadata?: object; spec?: object; status?: object | null } = {},
) {
  const object = objectsOf('workloads.yaml')
    .map(each => workloadSchema.parse(each))
    .find(each => each.kind === kind);
  if (!object) throw new Error(`There is no ${kind} in the fixtures`);
  return {
    ...object,
    metadata: { ...object.metadata, ...changes.metadata },
    spec: { ...object.spec, ...changes.spec },
    status: changes.status && { ...object.status, ...changes.status },
    ...(changes.status === undefined && { status: object.status }),
  };
}

/** What becomes of it on a cluster where nothing brings in versions. */
export function mapped(...args: Parameters<typeof workload>) {
  return mapWorkload(workload(...args), clusterWith([]));
}
