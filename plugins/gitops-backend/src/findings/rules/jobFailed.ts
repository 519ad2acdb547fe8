import { docs } from '../docs';
import { FindingRule } from '../Facts';
import { quote } from '../quote';

/** A Job gave up, or the last run of a CronJob did. */
export const jobFailed: FindingRule = {
  id: 'job-failed',
  find: ({ live }) =>
    (live?.nodes ?? [])
      .filter(
        ({ group, kind, health }) =>
          group === 'batch' &&
          (kind === 'Job' || kind === 'CronJob') &&
          health?.status === 'Degraded',
      )
      // What its Job says is said of the Job.
      .filter(
        ({ id, kind }, _, all) =>
          kind === 'Job' || !all.some(({ parent }) => parent === id),
      )
      .map(({ group, kind, namespace, name, health, createdAt }) => ({
        severity: 'error',
        title: `The ${kind} ${name} failed`,
        explanation: `${kind} ${name} did not succeed.${health?.message ? ` The cluster says: “${quote(health.message)}”` : ''}`,
        remedy:
          'Read the log of its pod in the resources of this target, and correct what it does, or what it needs, in Git.',
        ...(createdAt && { since: createdAt }),
        resource: { group, kind, ...(namespace && { namespace }), name },
        link: docs.jobs,
        ...(health?.message && { evidence: health.message }),
      })),
};
