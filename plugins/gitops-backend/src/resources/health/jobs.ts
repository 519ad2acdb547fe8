import { z } from 'zod';
import { conditionOf, partOf } from '../liveObject';
import { health, HealthRule } from './Health';

/** A `Job`. */
export const jobHealth: HealthRule = object => {
  const failed = conditionOf(object, 'Failed');
  if (failed?.status === 'True') {
    return health('Degraded', failed.message || failed.reason);
  }
  if (conditionOf(object, 'Complete')?.status === 'True') {
    return health('Healthy');
  }
  return conditionOf(object, 'Suspended')?.status === 'True'
    ? health('Suspended', 'The Job is suspended')
    : health('Progressing');
};

const cronSpecSchema = z.object({ suspend: z.boolean().nullish() });
const cronStatusSchema = z.object({
  active: z.array(z.unknown()).nullish(),
  lastScheduleTime: z.string().nullish(),
  lastSuccessfulTime: z.string().nullish(),
});

/** A `CronJob`: how its last run ended. */
export const cronJobHealth: HealthRule = object => {
  if (partOf(cronSpecSchema, object.spec)?.suspend) {
    return health('Suspended', 'The CronJob is suspended');
  }
  const status = partOf(cronStatusSchema, object.status) ?? {};
  const { lastScheduleTime, lastSuccessfulTime, active } = status;
  if (!lastScheduleTime) return health('Healthy', 'It has not run yet');
  if ((active ?? []).length > 0) return health('Progressing', 'It is running');
  return !lastSuccessfulTime ||
    Date.parse(lastSuccessfulTime) < Date.parse(lastScheduleTime)
    ? health('Degraded', 'Its last run did not succeed')
    : health('Healthy');
};
