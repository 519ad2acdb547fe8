/** What the controller finds. All is well with what is left out. */
export interface ControllerReport {
  /** The commit that it has compared, and deployed unless told otherwise. */
  revision: string;
  images: string[];
  sync?: 'Synced' | 'OutOfSync';
  health?: 'Healthy' | 'Progressing' | 'Degraded' | 'Missing';
  healthMessage?: string;
  phase?: 'Running' | 'Succeeded' | 'Failed';
  /** Of the operation. */
  message?: string;
  conditions?: Array<{ type: string; message: string }>;
  /** Of the Deployment, as controllers before version 3 store it. */
  resourceHealth?: { status: string; message?: string };
  /** What it has applied besides the Deployment, of the name of the service. */
  alsoApplied?: Array<{ group: string; version: string; kind: string }>;
}

/** The status of an Application, in the fields that a controller writes. */
export function controllerStatus(options: {
  name: string;
  source: object;
  destination: object;
  report: ControllerReport;
}): object {
  const { name, source, destination, report } = options;
  const { revision, images, sync = 'Synced', health = 'Healthy' } = report;
  const { phase = 'Succeeded', conditions = [] } = report;
  const now = timestamp();
  return {
    sync: { status: sync, revision, comparedTo: { source, destination } },
    health: {
      status: health,
      lastTransitionTime: now,
      ...(report.healthMessage && { message: report.healthMessage }),
    },
    resources: [
      {
        group: 'apps',
        version: 'v1',
        kind: 'Deployment',
        namespace: name,
        name,
        status: sync,
        ...(report.resourceHealth && { health: report.resourceHealth }),
      },
      ...(report.alsoApplied ?? []).map(each => ({
        ...each,
        namespace: name,
        name,
        status: sync,
      })),
    ],
    history:
      phase === 'Succeeded'
        ? [{ id: 1, revision, source, deployStartedAt: now, deployedAt: now }]
        : [],
    operationState: {
      phase,
      message: report.message ?? 'successfully synced (all tasks run)',
      startedAt: now,
      ...(phase !== 'Running' && { finishedAt: now }),
      operation: { sync: { revision }, initiatedBy: { automated: true } },
      syncResult: { revision, source, resources: [] },
    },
    conditions: conditions.map(each => ({ ...each, lastTransitionTime: now })),
    summary: { images },
    sourceType: 'Kustomize',
    reconciledAt: now,
  };
}

/** As Go writes times: without fractions of a second. */
function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}
