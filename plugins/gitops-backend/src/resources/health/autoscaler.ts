import { conditionsOf } from '../liveObject';
import { health, HealthRule } from './Health';

const bad = [
  'FailedGetScale',
  'FailedUpdateScale',
  'FailedGetResourceMetric',
  'FailedGetPodsMetric',
  'FailedGetObjectMetric',
  'FailedGetExternalMetric',
  'FailedComputeMetricsReplicas',
  'InvalidSelector',
  'InvalidMetricSourceType',
];

/** A `HorizontalPodAutoscaler`. */
export const autoscalerHealth: HealthRule = object => {
  const conditions = conditionsOf(object);
  const failing = conditions.find(
    ({ status, reason }) => status === 'False' && bad.includes(reason ?? ''),
  );
  if (failing) return health('Degraded', failing.message);
  return conditions.some(
    ({ type, status }) =>
      ['AbleToScale', 'ScalingLimited'].includes(type) && status === 'True',
  )
    ? health('Healthy')
    : health('Progressing', 'It has not looked at its metrics yet');
};
