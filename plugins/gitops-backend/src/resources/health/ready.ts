import { conditionOf } from '../liveObject';
import { health, HealthRule } from './Health';

/** Kinds that say how they are in a condition `Ready`, as Flux' do. */
export const readyHealth: HealthRule = object => {
  if (object.spec?.suspend === true) {
    return health('Suspended', `The ${object.kind} is suspended`);
  }
  const ready = conditionOf(object, 'Ready');
  if (!ready)
    return health('Progressing', 'Its controller has not seen it yet');
  if (ready.status === 'True') return health('Healthy', ready.message);
  return ready.status === 'Unknown' ||
    ['Progressing', 'ProgressingWithRetry', 'DependencyNotReady'].includes(
      ready.reason ?? '',
    )
    ? health('Progressing', ready.message)
    : health('Degraded', ready.message);
};

/** An `APIService`. */
export const apiServiceHealth: HealthRule = object => {
  const available = conditionOf(object, 'Available');
  return available?.status === 'True'
    ? health('Healthy', available.message)
    : health('Progressing', available?.message);
};
