import { isSameJson } from '../../json';
import { Application, Operation, sourcesOf } from '../Application';
import { Comparison } from './compare';

/** What the controller does by itself after a comparison. */
export type Automation =
  | { kind: 'nothing' }
  | { kind: 'sync'; operation: Operation }
  | { kind: 'heal'; operation: Operation }
  | { kind: 'refuse'; message: string };

const nothing: Automation = { kind: 'nothing' };

/** The revisions that were synced last, or tried to. */
export function attemptedRevisions(application: Application): string[] {
  const { revision, revisions } =
    application.status?.operationState?.syncResult ?? {};
  if (revisions?.length) return revisions;
  return revision ? [revision] : [];
}

/**
 * Whether an automated sync is due. One attempt for each revision: a failed one is not begun again, and what drifts
 * after a successful one is healed only where `selfHeal` says so.
 */
export function automationOf(options: {
  application: Application;
  comparison: Comparison;
  revisions: string[];
  /** Something that concerns it has changed since the last attempt. */
  isNew: boolean;
}): Automation {
  const { application, comparison, revisions, isNew } = options;
  const { syncPolicy } = application.spec;
  const automated = syncPolicy?.automated;
  if (!automated || automated.enabled === false) return nothing;
  if (comparison.sync !== 'OutOfSync') return nothing;
  const drifted = comparison.resources.filter(
    ({ status }) => status === 'OutOfSync',
  );
  const prune = automated.prune ?? false;
  if (!prune && drifted.every(({ requiresPruning }) => requiresPruning)) {
    return nothing;
  }
  const wiped = comparison.resources.every(
    ({ requiresPruning }) => requiresPruning,
  );
  if (prune && wiped && !automated.allowEmpty) {
    return {
      kind: 'refuse',
      message: `Skipping sync attempt to ${revisions[0]}: auto-sync will wipe out all resources`,
    };
  }

  const base: Operation = {
    initiatedBy: { automated: true },
    retry: syncPolicy?.retry ?? { limit: 5 },
    sync: {
      ...(application.spec.sources?.length
        ? { revisions }
        : { revision: revisions[0] }),
      prune,
      ...(syncPolicy?.syncOptions && { syncOptions: syncPolicy.syncOptions }),
    },
  };
  const last = application.status?.operationState;
  const sameSources =
    !last?.syncResult ||
    isSameJson(sourcesOf(last.syncResult), sourcesOf(application.spec));
  if (!last || isNew || !sameSources) return { kind: 'sync', operation: base };
  if (last.phase !== 'Succeeded') {
    return {
      kind: 'refuse',
      message: `Failed last sync attempt to ${revisions.join(', ')}: ${last.message ?? last.phase}`,
    };
  }
  if (!automated.selfHeal) return nothing;
  return {
    kind: 'heal',
    operation: {
      ...base,
      sync: {
        ...base.sync,
        resources: drifted.map(({ group, kind, namespace, name }) => ({
          group: group ?? '',
          kind,
          namespace: namespace ?? '',
          name,
        })),
      },
    },
  };
}
