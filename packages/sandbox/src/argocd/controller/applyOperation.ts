import { toError } from '@backstage/errors';
import { ClusterObjects, KubeObject } from '../../contracts';
import { Application, Operation } from '../Application';
import { groupVersionOf, refOf } from '../objects';
import { DesiredState } from './Desired';
import { livePairs } from './livePairs';
import { applied } from './threeWay';

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
}): ResourceResult[] {
  const { application, operation, desired, destination } = options;
  const {
    dryRun = false,
    prune = false,
    syncOptions = [],
  } = operation.sync ?? {};
  const isChosen = choiceOf(operation);
  const wanted = [...desired.objects]
    .filter(isChosen)
    .sort((a, b) => rank(a.kind) - rank(b.kind));
  const mayCreateNamespace = syncOptions.includes('CreateNamespace=true');
  const results = wanted.map(object => {
    try {
      const live = liveOf(destination, object);
      if (!dryRun) {
        ensureNamespace(object);
        destination.apply(applied(object, live));
      }
      return resultOf(object, {
        status: 'Synced',
        hookPhase: 'Running',
        message: `${object.kind.toLowerCase()}/${object.metadata.name} ${live ? 'configured' : 'created'}${dryRun ? ' (dry run)' : ''}`,
      });
    } catch (error) {
      return resultOf(object, {
        status: 'SyncFailed',
        hookPhase: 'Failed',
        message: toError(error).message,
      });
    }
  });
  const extra = livePairs({
    application,
    wanted: desired.objects,
    destination,
  }).flatMap(({ target, live }) =>
    !target && live && isChosen(live) ? [live] : [],
  );
  for (const live of extra) {
    if (prune && !dryRun) destination.delete(refOf(live));
    results.push(
      resultOf(live, {
        status: prune ? 'Pruned' : 'PruneSkipped',
        hookPhase: 'Succeeded',
        message: prune ? 'pruned' : 'ignored (requires pruning)',
      }),
    );
  }
  return results;

  function ensureNamespace({ metadata: { namespace } }: KubeObject) {
    if (!namespace) return;
    const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
    if (destination.get(ref)) return;
    if (
      !mayCreateNamespace ||
      namespace !== application.spec.destination.namespace
    ) {
      throw new Error(`namespaces "${namespace}" not found`);
    }
    destination.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
  }
}

/** A partial sync names its resources; any other is for all. */
function choiceOf({ sync }: Operation): (object: KubeObject) => boolean {
  const chosen = sync?.resources;
  if (!chosen) return () => true;
  return object =>
    chosen.some(
      ({ group = '', kind, namespace, name }) =>
        group === groupVersionOf(object).group &&
        kind === object.kind &&
        name === object.metadata.name &&
        (!namespace || namespace === object.metadata.namespace),
    );
}

function liveOf(destination: ClusterObjects, object: KubeObject) {
  return destination.get(refOf(object));
}

function resultOf(
  object: KubeObject,
  outcome: Pick<ResourceResult, 'status' | 'message' | 'hookPhase'>,
): ResourceResult {
  return {
    ...groupVersionOf(object),
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    syncPhase: 'Sync',
    ...outcome,
  };
}

function rank(kind: string): number {
  const index = firstKinds.indexOf(kind);
  return index < 0 ? firstKinds.length : index;
}
