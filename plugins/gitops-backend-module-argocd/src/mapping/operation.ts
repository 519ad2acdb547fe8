import { Operation } from '@fairlead/backstage-plugin-gitops-common';
import { Application } from '../schema';

/** What the controller is doing, or did last. A requested operation that it has not begun counts as running. */
export function mapOperation(application: Application): Operation | undefined {
  const state = application.status?.operationState;
  const requested = application.operation;
  if (!state) {
    return requested
      ? {
          phase: 'Running',
          message: 'requested',
          ...initiatorOf(requested.initiatedBy),
        }
      : undefined;
  }
  const failures = failuresOf(state.syncResult?.resources);
  return {
    phase: phaseOf(state.phase, Boolean(state.finishedAt)),
    ...(state.message && { message: state.message }),
    ...(state.startedAt && { startedAt: state.startedAt }),
    ...(state.finishedAt && { finishedAt: state.finishedAt }),
    ...(state.retryCount && { retryCount: state.retryCount }),
    ...initiatorOf(state.operation?.initiatedBy),
    ...(failures.length > 0 && { failures }),
  };
}

const phases = [
  'Running',
  'Terminating',
  'Succeeded',
  'Failed',
  'Error',
] as const;

function phaseOf(
  raw: string | null | undefined,
  finished: boolean,
): Operation['phase'] {
  // The controller leaves `Running` with a finish time between two attempts.
  if (raw === 'Running' && finished) return 'WaitingRetry';
  return phases.find(phase => phase === raw) ?? 'Unknown';
}

type Initiator = NonNullable<Application['operation']>['initiatedBy'];

function initiatorOf(initiator: Initiator) {
  return {
    ...(initiator?.username && { initiatedBy: initiator.username }),
    ...(initiator?.automated && { automated: true }),
  };
}

type SyncedResources = NonNullable<
  NonNullable<
    NonNullable<
      NonNullable<Application['status']>['operationState']
    >['syncResult']
  >['resources']
>;

function failuresOf(resources: SyncedResources | null | undefined): string[] {
  return (resources ?? [])
    .filter(
      resource =>
        resource.status === 'SyncFailed' ||
        (resource.hookType &&
          (resource.hookPhase === 'Failed' || resource.hookPhase === 'Error')),
    )
    .map(
      resource =>
        `${resource.kind ?? ''} ${resource.name ?? ''}: ${resource.message ?? 'failed'}`,
    );
}
