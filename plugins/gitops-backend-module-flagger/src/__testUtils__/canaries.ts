import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { mappingContextOf } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { parse, parseAllDocuments } from 'yaml';
import { mapCanary } from '../mapping';
import { workloadReferences } from '../references';

const fixtures = join(__dirname, '../__fixtures__');
const text = (file: string) => readFileSync(join(fixtures, file), 'utf8');

/** The Deployments and DaemonSets of the fixtures. */
export function workloads(): unknown[] {
  return parseAllDocuments(text('workloads.yaml')).map(each => each.toJS());
}

/** A cluster with these objects. */
export function clusterWith(objects: readonly unknown[]) {
  return mappingContextOf({ references: workloadReferences, objects });
}

/** The canary of the fixtures, with another spec and status; its condition is about the phase. */
export function canary(
  changes: { spec?: object; analysis?: object; status?: object } = {},
) {
  const object = parse(text('canary.yaml'));
  const status = { ...object.status, ...changes.status };
  return {
    ...object,
    spec: {
      ...object.spec,
      ...changes.spec,
      ...(changes.analysis && {
        analysis: { ...object.spec.analysis, ...changes.analysis },
      }),
    },
    status: {
      ...status,
      conditions: [{ ...status.conditions[0], reason: status.phase }],
    },
  };
}

/** That canary in a phase, as Flagger would leave it, on the cluster of the fixtures. */
export function mapped(
  phase: string,
  changes: Parameters<typeof canary>[0] = {},
  objects: readonly unknown[] = workloads(),
): RolloutStatus {
  const object = canary({ ...changes, status: { phase, ...changes.status } });
  return mapCanary(object, clusterWith(objects));
}
