import { Finding, Target } from '@fairlead/backstage-plugin-gitops-common';

/** How the severity of a finding is called. */
export const severityWords: Record<Finding['severity'], string> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
};

const inRollouts: Record<string, string> = {
  'rollout-waiting': 'waiting',
  'rollout-aborted': 'aborted',
};

/**
 * The findings that are shown under a target: not those that another part of it says already, with the same words and
 * more that can be done.
 */
export function findingsBeside(target: Target): Finding[] {
  return target.findings.filter(
    ({ rule }) =>
      !(rule === 'unreachable' && target.unreachable) &&
      !target.rollouts.some(({ state }) => state === inRollouts[rule]),
  );
}

/** The worst finding of several targets, and how many more there are. Notes do not count. */
export function worstFinding(
  targets: Target[],
): { finding: Finding; more: number } | undefined {
  const findings = targets
    .flatMap(target => target.findings)
    .filter(
      ({ severity, rule }) => severity !== 'info' && rule !== 'unreachable',
    );
  const finding =
    findings.find(({ severity }) => severity === 'error') ?? findings[0];
  return finding && { finding, more: findings.length - 1 };
}
