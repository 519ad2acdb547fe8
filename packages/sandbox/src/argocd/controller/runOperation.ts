import {
  Application,
  ApplicationStatus,
  Operation,
  OperationState,
  sourcesOf,
} from '../Application';
import { ManifestError } from '../ManifestError';
import { applyOperation } from './applyOperation';
import { Desired } from './Desired';
import { Destinations } from './Destinations';

/** Carries out one attempt of an operation, and gives the status that tells of it. */
export async function runOperation(options: {
  application: Application;
  operation: Operation;
  startedAt: string;
  retryCount: number;
  retriesLeft: boolean;
  desired: Desired;
  destinations: Destinations;
}): Promise<{ status: ApplicationStatus; succeeded: boolean }> {
  const { application, operation, startedAt, retryCount } = options;
  const finishedAt = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const before = application.status ?? {};
  const multi = Boolean(application.spec.sources?.length);
  const sources = multi
    ? { sources: application.spec.sources }
    : { source: application.spec.source };
  const told = (
    outcome: Pick<OperationState, 'phase' | 'message'>,
    syncResult: OperationState['syncResult'],
  ) => ({
    // While another attempt is to come, it runs and has finished at once: that is how the controller says it waits.
    phase:
      outcome.phase !== 'Succeeded' && options.retriesLeft
        ? 'Running'
        : outcome.phase,
    message: outcome.message,
    startedAt,
    finishedAt,
    operation,
    ...(retryCount > 0 && { retryCount }),
    ...(syncResult && { syncResult }),
  });

  let state;
  let destination;
  try {
    destination = options.destinations.find(application.spec.destination);
    state = await options.desired.state(application, revisionsOf(operation));
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return {
      succeeded: false,
      status: {
        ...before,
        operationState: told(
          { phase: 'Error', message: error.message },
          {
            revision: revisionsOf(operation)?.[0] ?? '',
            ...(multi && { revisions: revisionsOf(operation) }),
            ...sources,
          },
        ),
      },
    };
  }
  const { resources, failed } = applyOperation({
    application,
    operation,
    desired: state,
    destination,
  });
  const { revisions } = state;
  const revision = multi ? { revisions } : { revision: revisions[0] };
  const syncResult = {
    revision: '',
    ...revision,
    ...sources,
    resources: resources.map(each => ({ ...each })),
  };
  if (failed) {
    return {
      succeeded: false,
      status: {
        ...before,
        operationState: told(
          {
            phase: 'Failed',
            message: 'one or more objects failed to apply',
          },
          syncResult,
        ),
      },
    };
  }
  return {
    succeeded: true,
    status: {
      ...before,
      operationState: told(
        {
          phase: 'Succeeded',
          message: 'successfully synced (all tasks run)',
        },
        syncResult,
      ),
      // Only whole syncs are remembered; healing is a partial one.
      ...(!operation.sync?.resources && {
        history: [
          ...(before.history ?? []),
          {
            id: (before.history?.at(-1)?.id ?? -1) + 1,
            ...revision,
            ...(multi
              ? {
                  sources: sourcesOf(application.spec),
                  source: { repoURL: '' },
                }
              : { source: application.spec.source }),
            deployStartedAt: startedAt,
            deployedAt: finishedAt,
            initiatedBy: operation.initiatedBy ?? {},
          },
        ].slice(-(application.spec.revisionHistoryLimit ?? 10)),
      }),
    },
  };
}

function revisionsOf(operation: Operation): string[] | undefined {
  const { revision, revisions } = operation.sync ?? {};
  if (revisions?.length) return revisions;
  return revision ? [revision] : undefined;
}
