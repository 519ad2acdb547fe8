import { CronJob } from '../schema';
import { health, Health } from './Health';

/** How its last run ended: its Jobs are not read, but it notes when one has succeeded. */
export function cronJobHealth({ spec, status }: CronJob): Health {
  if (spec.suspend) return health('Suspended', 'The CronJob is suspended');
  const { lastScheduleTime: scheduled, lastSuccessfulTime: succeeded } =
    status ?? {};
  if (!scheduled) return health('Healthy', 'It has not run yet');
  if ((status?.active ?? []).length > 0) {
    return health('Progressing', `It is running, since ${scheduled}`);
  }
  return !succeeded || Date.parse(succeeded) < Date.parse(scheduled)
    ? health('Degraded', `Its last run, at ${scheduled}, did not succeed`)
    : health('Healthy', `It ran last at ${scheduled}`);
}
