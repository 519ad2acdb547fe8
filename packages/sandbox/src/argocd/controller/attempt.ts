import {
  Application,
  ApplicationSource,
  ApplicationStatus,
  Operation,
  OperationState,
  sourcesOf,
} from '../Application';
import { ManifestError } from '../ManifestError';
import { applyOperation } from './applyOperation';
import { Desired, DesiredState } from './Desired';
import { Destinations } from './Destinations';
import { kubeTime } from './kubeTime';

/** What came of one attempt of an operation. */
export interface Attempt {
  phase: 'Succeeded' | 'Failed' | 'Error';
  message: string;
  syncResult: NonNullable<OperationState['syncResult']>;
}

/** Carries out one attempt of an operation. */
export async function attempt(options: {
  application: Application;
  operation: Operation;
  desired: Desired;
  destinations: Destinations;
}): Promise<Attempt> {
  const { application, operation } = options;
  const requested = sourcesOf(operation.sync ?? {});
  const sources = requested.length ? requested : sourcesOf(application.spec);
  const revisions = revisionsOf(operation);
  let state: DesiredState;
  let destination;
  try {
    destination = options.destinations.find(application.spec.destination);
    state = await options.desired.state(application, { sources, revisions });
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return {
      phase: 'Error',
      message: `ComparisonError: ${error.message}`,
      syncResult: resultOf({ application, sources, revisions }),
    };
  }
  const resources = applyOperation({
    application,
    operation,
    desired: state,
    destination,
  });
  const failed = resources.filter(({ status }) => status === 'SyncFailed');
  return {
    ...(failed.length > 0
      ? {
          phase: 'Failed',
          message: `one or more objects failed to apply, reason: ${failed[0].message}`,
        }
      : {
          phase: 'Succeeded',
          message: 'successfully synced (all tasks run)',
        }),
    syncResult: {
      ...resultOf({ application, sources, revisions: state.revisions }),
      resources: resources.map(each => ({ ...each })),
    },
  };
}

/** The history, with a successful sync of the whole application; partial syncs, as healing is one, are not in it. */
export function historyWith(options: {
  application: Application;
  operation: Operation;
  syncResult: Attempt['syncResult'];
  startedAt: string;
}): ApplicationStatus['history'] {
  const { application, operation, syncResult, startedAt } = options;
  const before = application.status?.history ?? [];
  if (operation.sync?.resources || operation.sync?.dryRun) return before;
  const { resources: _, ...deployed } = syncResult;
  return [
    ...before,
    {
      ...deployed,
      id: (before.at(-1)?.id ?? -1) + 1,
      deployStartedAt: startedAt,
      deployedAt: kubeTime(),
      initiatedBy: operation.initiatedBy ?? {},
    },
  ].slice(-(application.spec.revisionHistoryLimit ?? 10));
}

function resultOf(options: {
  application: Application;
  sources: ApplicationSource[];
  revisions?: string[];
}): Attempt['syncResult'] {
  const { application, sources, revisions = [] } = options;
  return application.spec.sources?.length
    ? { revision: '', revisions, source: { repoURL: '' }, sources }
    : { revision: revisions[0] ?? '', source: sources[0] };
}

function revisionsOf(operation: Operation): string[] | undefined {
  const { revision, revisions } = operation.sync ?? {};
  if (revisions?.length) return revisions;
  return revision ? [revision] : undefined;
}
