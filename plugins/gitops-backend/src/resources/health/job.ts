import { conditionOf } from '../liveObject';
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
