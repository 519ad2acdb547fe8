import { Condition } from '@fairlead/backstage-plugin-gitops-common';
import { Workload } from '../schema';
import { keptVersion } from './keptVersion';
import { lastPush } from './pushedBy';
import { sourcesOf } from './source';
import { helmRelease } from './version';

/** That it is pushed, and what is not well. */
export function conditionsOf(workload: Workload): Condition[] {
  return [pushed(workload), ...kept(workload), ...bad(workload)];
}

function pushed(workload: Workload): Condition {
  const { metadata, kind } = workload;
  const push = lastPush(workload);
  const release = metadata.annotations?.[helmRelease];
  return {
    type: 'Pushed',
    severity: 'info',
    message: [
      `No engine deploys this ${kind} from Git: it is pushed`,
      release && ` as the Helm release ${release}`,
      push && `, last by ${push.by}`,
      sourcesOf(metadata.annotations).length === 0
        ? '. What Git says of it is not known.'
        : '. What differs from its folder in Git shows in its drift.',
    ]
      .filter(Boolean)
      .join(''),
    ...(push && { since: push.at }),
  };
}

function kept(workload: Workload): Condition[] {
  const message = keptVersion(workload);
  return message
    ? [
        {
          type: 'OldVersionKept',
          severity: 'info',
          message,
          concerns: 'health',
        },
      ]
    : [];
}

/** A condition of these types is bad with this status. */
const badStatus = new Map([
  ['ReplicaFailure', 'True'],
  ['Progressing', 'False'],
  ['Available', 'False'],
]);

function bad(workload: Workload): Condition[] {
  return (workload.status?.conditions ?? []).flatMap(condition => {
    const { type, status, reason, message, lastTransitionTime } = condition;
    if (!type || !status || badStatus.get(type) !== status) return [];
    return [
      {
        type: [type, reason].filter(Boolean).join(' '),
        severity: type === 'Available' ? 'warning' : 'error',
        message: message || reason || type,
        ...(lastTransitionTime && { since: lastTransitionTime }),
        concerns: 'health' as const,
      } satisfies Condition,
    ];
  });
}
