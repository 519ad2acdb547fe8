import { ConflictError } from '@backstage/errors';
import { ObjectPatch } from '@fairlead/backstage-plugin-gitops-node';
import { parseApplication } from './mapping';
import { Application } from './schema';

/** What a controller verb needs. */
export interface ActionOptions {
  object: unknown;
  /** Entity ref of the person who asks. */
  user: string;
}

/** Asks the controller to compare live state with Git again; it removes the annotation when done. */
export function refreshPatches({ object }: ActionOptions): ObjectPatch[] {
  const application = parseApplication(object);
  refuseWhileDeleting(application);
  return [
    patchOf(application, {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } },
    }),
  ];
}

/** Asks the controller to apply what is in Git now, as its own CLI does: by the top-level `operation` field. */
export function syncPatches({ object, user }: ActionOptions): ObjectPatch[] {
  const application = parseApplication(object);
  refuseWhileDeleting(application);
  const running = application.status?.operationState?.phase;
  if (
    application.operation ||
    running === 'Running' ||
    running === 'Terminating'
  ) {
    throw new ConflictError(
      `Argo CD is already working on ${application.metadata.name}; try again when that operation has finished.`,
    );
  }
  const { syncPolicy } = application.spec;
  return [
    patchOf(application, {
      metadata: { resourceVersion: application.metadata.resourceVersion },
      operation: {
        initiatedBy: { username: user },
        info: [{ name: 'Reason', value: 'Sync requested in Fairlead' }],
        sync: {
          prune: syncPolicy?.automated?.prune ?? false,
          syncStrategy: { hook: {} },
          ...(syncPolicy?.syncOptions?.length && {
            syncOptions: syncPolicy.syncOptions,
          }),
        },
        ...(syncPolicy?.retry && { retry: syncPolicy.retry }),
      },
      status: { operationState: null },
    }),
  ];
}

function refuseWhileDeleting(application: Application) {
  if (application.metadata.deletionTimestamp) {
    throw new ConflictError(
      `The Application ${application.metadata.name} is being deleted.`,
    );
  }
}

function patchOf(
  application: Application,
  body: Record<string, unknown>,
): ObjectPatch {
  return {
    apiVersion: application.apiVersion,
    kind: application.kind,
    plural: 'applications',
    namespace: application.metadata.namespace ?? '',
    name: application.metadata.name,
    body,
  };
}
