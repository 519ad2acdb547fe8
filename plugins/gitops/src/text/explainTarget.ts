import {
  Finding,
  Operation,
  Target,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/** Something about a target that a person should know, in plain words. */
export interface TargetNote {
  severity: 'error' | 'warning' | 'info';
  title: string;
  detail?: string;
  items?: string[];
  since?: string;
}

// What a note is about, where a finding may explain the same better.
type Subject = 'operation' | 'health' | 'idle' | 'stale';

/**
 * What is not as it should be in a target, or going on, the most urgent first. What a finding explains already is left
 * out.
 */
export function explainTarget(target: Target): TargetNote[] {
  const { status } = target;
  const notes: Array<TargetNote & { subject?: Subject }> = [
    ...deletion(status),
    ...about(
      'operation',
      status.operation ? operationNotes(status.operation) : [],
    ),
    ...conditionNotes(status),
    ...about('health', healthNotes(status)),
    ...about('idle', idleNotes(status)),
    ...(status.stale
      ? [
          {
            subject: 'stale' as const,
            severity: 'warning' as const,
            title: 'What is shown may be old',
            detail: status.stale,
          },
        ]
      : []),
  ];
  const rank = { error: 0, warning: 1, info: 2 };
  return notes
    .filter(note => !isExplained(note, target.findings))
    .map(({ subject, ...note }) => note)
    .sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function isExplained(
  note: TargetNote & { subject?: Subject },
  findings: Finding[],
): boolean {
  const { subject, detail } = note;
  // Nothing is looked at, compared or synced while it is suspended, which one finding says for all.
  const suspended = findings.some(({ rule }) => rule === 'suspended');
  if (suspended && subject && subject !== 'operation') return true;
  if (note.severity === 'info' && subject !== 'idle') return false;
  return findings.some(
    ({ rule, severity, explanation }) =>
      (detail !== undefined && explanation.includes(detail)) ||
      rule === (subject === 'idle' ? 'drift-unattended' : subject) ||
      (severity === 'error' &&
        (subject === 'operation' || subject === 'health')),
  );
}

function about(
  subject: Subject,
  notes: TargetNote[],
): Array<TargetNote & { subject: Subject }> {
  return notes.map(note => ({ ...note, subject }));
}

function deletion(status: TargetStatus): TargetNote[] {
  return status.deletingSince
    ? [
        {
          severity: 'warning',
          title: `${status.object.kind} ${status.object.name} is being deleted`,
          since: status.deletingSince,
        },
      ]
    : [];
}

function operationNotes(operation: Operation): TargetNote[] {
  const by = operation.initiatedBy ? ` by ${operation.initiatedBy}` : '';
  switch (operation.phase) {
    case 'Running':
      return [
        {
          severity: 'info',
          title: operation.retryCount
            ? `Syncing again${by}, attempt ${operation.retryCount + 1}`
            : `Syncing${by}`,
          detail: operation.message,
          since: operation.startedAt,
        },
      ];
    case 'WaitingRetry':
      return [
        {
          severity: 'warning',
          title: 'The last sync failed; the engine will try again',
          detail: operation.message,
          items: operation.failures,
          since: operation.startedAt,
        },
      ];
    case 'Terminating':
      return [
        {
          severity: 'warning',
          title: 'The sync is being stopped',
          detail: operation.message,
          since: operation.startedAt,
        },
      ];
    case 'Failed':
    case 'Error':
      return [
        {
          severity: 'error',
          title:
            operation.phase === 'Failed'
              ? 'The last sync failed'
              : 'The last sync could not be carried out',
          detail: operation.message,
          items: operation.failures,
          since: operation.finishedAt ?? operation.startedAt,
        },
      ];
    default:
      return [];
  }
}

function conditionNotes(status: TargetStatus): TargetNote[] {
  return status.conditions
    .filter(condition => condition.message !== status.operation?.message)
    .map(condition => ({
      severity: condition.severity,
      title: words(condition.type),
      detail: condition.message,
      since: condition.since,
    }));
}

function healthNotes(status: TargetStatus): TargetNote[] {
  const { health } = status;
  if (!health.message || health.status === 'Healthy') return [];
  return [
    {
      severity: health.status === 'Degraded' ? 'error' : 'info',
      title: health.status,
      detail: health.message,
      since: health.since,
    },
  ];
}

// A difference that nobody will remove is easy to take for one that is just about to go.
function idleNotes(status: TargetStatus): TargetNote[] {
  if (status.sync.status !== 'OutOfSync' || isSyncing(status)) return [];
  if (!status.autoSync.enabled) {
    return [
      {
        severity: 'warning',
        title: 'Automatic sync is off',
        detail: 'Nothing will change here until someone syncs.',
      },
    ];
  }
  if (!status.autoSync.selfHeal && status.drift.length > 0) {
    return [
      {
        severity: 'info',
        title: 'Self-heal is off',
        detail:
          'Changes made in the cluster stay until the next commit or until someone syncs.',
      },
    ];
  }
  return [];
}

function isSyncing(status: TargetStatus): boolean {
  return (
    status.operation?.phase === 'Running' ||
    status.operation?.phase === 'WaitingRetry'
  );
}

/** `ComparisonError` → `Comparison error`. */
function words(type: string): string {
  const spaced = type.replace(/([a-z])([A-Z])/g, '$1 $2');
  return spaced.charAt(0) + spaced.slice(1).toLowerCase();
}
