import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';

/** Why a target is not well, in its engine's words, the most telling first. Empty when it doesn't say. */
export function explainTarget(status: TargetStatus): string {
  const { operation, conditions, health, drift } = status;
  const failed = operation?.phase === 'Failed' || operation?.phase === 'Error';
  const reasons = [
    ...conditions
      .filter(({ severity }) => severity === 'error')
      .map(({ type, message }) => `${type}: ${message}`),
    ...(failed ? (operation.failures ?? []) : []),
    ...(failed && operation.message ? [operation.message] : []),
    ...(health.message ? [health.message] : []),
    ...(drift.length > 0
      ? [
          `differs from Git: ${drift
            .slice(0, 3)
            .map(({ kind, name }) => `${kind} ${name}`)
            .join(', ')}${drift.length > 3 ? ', …' : ''}`,
        ]
      : []),
  ];
  return [...new Set(reasons)].slice(0, 3).join('; ');
}
