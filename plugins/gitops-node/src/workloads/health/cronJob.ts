import { Workload } from '../workloadSchema';
import { health, WorkloadHealth } from './WorkloadHealth';

/**
 * How the last run that has ended did. Its Jobs are not read, but it notes when one has succeeded.
 *
 * @remarks
 * Whatever it is made to do from time to time leaves it well: a run that is under way, or that it is suspended. A
 * target that has one would never settle otherwise.
 */
export function cronJobHealth({ spec, status }: Workload): WorkloadHealth {
  const healthy = (message: string) => health('Healthy', { message });
  if (spec?.suspend) return healthy('It is suspended: nothing starts a run');
  const { lastScheduleTime: scheduled, lastSuccessfulTime: succeeded } =
    status ?? {};
  if (!scheduled) return healthy('It has not run yet');
  if ((status?.active ?? []).length > 0) return healthy('It is running');
  if (!succeeded) return healthy('No run of it is known to have succeeded');
  return Date.parse(succeeded) < Date.parse(scheduled)
    ? health('Degraded', {
        message: 'Its last run did not succeed',
        since: scheduled,
      })
    : healthy('Its last run succeeded');
}
