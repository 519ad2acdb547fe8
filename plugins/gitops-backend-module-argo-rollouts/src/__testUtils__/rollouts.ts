import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { mappingContextOf } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { parse, parseAllDocuments } from 'yaml';
import { mapRollout } from '../mapping';
import { rolloutReferences } from '../references';

const fixtures = join(__dirname, '../__fixtures__');
const text = (file: string) => readFileSync(join(fixtures, file), 'utf8');

/** Hashes of the pod templates of the canary in the fixtures. */
export const hashes = { current: '6f64645d56', stable: '7bf84f9696' };

interface Changes {
  metadata?: object;
  spec?: object;
  /** Of the canary or blue-green strategy. */
  strategy?: object;
  status?: object;
}

/** The replica sets, analyses, experiments and workloads of the fixtures. */
export function relatedObjects(): unknown[] {
  return parseAllDocuments(text('related.yaml')).map(each => each.toJS());
}

/** A cluster with these objects. */
function clusterWith(objects: readonly unknown[] = relatedObjects()) {
  return mappingContextOf({ references: rolloutReferences, objects });
}

/** The canary of the fixtures, which waits at step 2 of 8, with changes. */
export function canary(changes: Changes = {}) {
  return changed('canary.yaml', { kind: 'canary', changes });
}

/** The blue-green rollout of the fixtures, which waits before the switch, with changes. */
export function blueGreen(changes: Changes = {}) {
  return changed('blue-green.yaml', { kind: 'blueGreen', changes });
}

/** Fields of a status in which the controller works and waits for nobody. */
export const working = {
  phase: 'Progressing',
  message: 'more replicas need to be updated',
  controllerPause: false,
  pauseConditions: null,
};

/** Fields of the status of the canary when all of it is done. */
export const promoted = {
  ...working,
  phase: 'Healthy',
  message: null,
  stableRS: hashes.current,
  currentStepIndex: 8,
  replicas: 4,
  updatedReplicas: 4,
  availableReplicas: 4,
};

/** Fields of the status of the canary after the controller has given it up. */
export const givenUp = {
  phase: 'Degraded',
  message: 'RolloutAborted: Rollout aborted update to revision 4: too slow',
  controllerPause: false,
  pauseConditions: null,
  abort: true,
  abortedAt: '2026-10-02T08:45:00Z',
  currentStepIndex: 0,
  conditions: [
    {
      type: 'Progressing',
      status: 'False',
      reason: 'RolloutAborted',
      message: 'Rollout aborted update to revision 4: too slow',
      lastTransitionTime: '2026-10-02T08:45:00Z',
    },
  ],
};

/** What is made of an object on the cluster of the fixtures, or one with these objects. */
export function mapped(
  object: unknown,
  objects: readonly unknown[] = relatedObjects(),
): RolloutStatus {
  return mapRollout(object, clusterWith(objects));
}

function changed(
  file: string,
  { kind, changes }: { kind: 'canary' | 'blueGreen'; changes: Changes },
) {
  const object = parse(text(file));
  const { strategy } = object.spec;
  return {
    ...object,
    metadata: { ...object.metadata, ...changes.metadata },
    spec: {
      ...object.spec,
      strategy: { [kind]: { ...strategy[kind], ...changes.strategy } },
      ...changes.spec,
    },
    status: { ...object.status, ...changes.status },
  };
}
