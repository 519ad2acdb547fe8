import { toError } from '@backstage/errors';
import { ClusterObjects } from '../../contracts';
import { Application, Operation } from '../Application';
import { groupVersionOf, refOf } from '../objects';
import { DesiredState } from './Desired';
import { livePairs } from './livePairs';

/** What became of one resource of a sync. */
interface ResourceResult {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status: 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped';
  message: string;
  hookPhase: 'Running' | 'Failed' | 'Succeeded';
  syncPhase: 'Sync';
}

// What others are put into or made of comes first.
const firstKinds = ['Namespace', 'CustomResourceDefinition', 'ServiceAccount'];

/** Brings the wanted objects to the destination, and takes away what is no longer wanted where that is allowed. */
export function applyOperation(options: {
  application: Application;
  operation: Operation;
  desired: DesiredState;
  destination: ClusterObjects;
}): { resources: ResourceResult[]; failed: boolean } {
  const { application, operation, desired, destination } = options;
  const chosen = operation.sync?.resources;
  const isChosen = (object: { kind: string; metadata: { name: string } }) =>
    !chosen ||
    chosen.some(
      each => each.kind === object.kind && each.name === object.metadata.name,
    );
  const wanted = [...desired.objects]
    .filter(isChosen)
    .sort((a, b) => rank(a.kind) - rank(b.kind));
  const resources: ResourceResult[] = [];
  for (const object of wanted) {
    const base = {
      ...groupVersionOf(object),
      kind: object.kind,
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
      syncPhase: 'Sync' as const,
    };
    try {
      const existed = destination.get(refOf(object)) !== undefined;
      destination.apply(object);
      resources.push({
        ...base,
        status: 'Synced',
        hookPhase: 'Running',
        message: `${object.kind.toLowerCase()}/${object.metadata.name} ${existed ? 'configured' : 'created'}`,
      });
    } catch (error) {
      resources.push({
        ...base,
        status: 'SyncFailed',
        hookPhase: 'Failed',
        message: toError(error).message,
      });
    }
  }
  for (const { target, live } of livePairs({
    application,
    wanted: desired.objects,
    destination,
  })) {
    if (target || !live || !isChosen(live)) continue;
    const prune = operation.sync?.prune ?? false;
    if (prune) destination.delete(refOf(live));
    resources.push({
      ...groupVersionOf(live),
      kind: live.kind,
      namespace: live.metadata.namespace ?? '',
      name: live.metadata.name,
      syncPhase: 'Sync',
      status: prune ? 'Pruned' : 'PruneSkipped',
      hookPhase: 'Succeeded',
      message: prune ? 'pruned' : 'ignored (requires pruning)',
    });
  }
  return {
    resources,
    failed: resources.some(({ status }) => status === 'SyncFailed'),
  };
}

function rank(kind: string): number {
  const index = firstKinds.indexOf(kind);
  return index < 0 ? firstKinds.length : index;
}
