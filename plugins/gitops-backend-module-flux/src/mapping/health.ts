import {
  HealthStatus,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { FluxObject } from '../schema';
import { conditionOf, isTrue } from './conditions';

/** Nothing new was deployed, so what runs is as well as it was. */
const beforeDeploying = [
  'ArtifactFailed',
  'SourceNotReady',
  'ValuesError',
  'BuildFailed',
  'DependencyNotReady',
  'AccessDenied',
  'InvalidCELExpression',
  'FeatureGateDisabled',
];
/** Some of it may have been deployed, and nobody has looked at how that is. */
const whileDeploying = ['ReconciliationFailed', 'PruneFailed'];

/**
 * The health of what is deployed, as far as Flux looks at it.
 *
 * @remarks
 * That something can't be deployed is said by the operation and the conditions; what runs need not be unwell for it.
 */
export function mapHealth(
  object: FluxObject,
  options: { wasHealthy: boolean },
): TargetStatus['health'] {
  const ready = conditionOf(object, 'Ready');
  const since = ready?.lastTransitionTime
    ? { since: ready.lastTransitionTime }
    : {};
  const health = (status: HealthStatus, message?: string | null) => ({
    status,
    ...(message && { message }),
    ...since,
  });
  if (object.spec.suspend) {
    return health('Suspended', ready?.message && `Before: ${ready.message}`);
  }
  if (!ready) {
    return health('Unknown', 'Flux has not looked at it yet');
  }
  if (ready.status === 'True') return health('Healthy');
  const { message, reason } = ready;
  if (ready.status !== 'False' || reason === 'HealthCheckCanceled') {
    return health('Progressing', message);
  }
  if (beforeDeploying.includes(reason ?? '') && options.wasHealthy) {
    return health('Healthy', 'As it was after the last deployment');
  }
  if (reason === 'DependencyNotReady') return health('Progressing', message);
  if ([...beforeDeploying, ...whileDeploying].includes(reason ?? '')) {
    return health('Unknown', message);
  }
  // While it tries again it may yet come right, but what runs is not well.
  return health(
    'Degraded',
    isTrue(object, 'Stalled')
      ? conditionOf(object, 'Stalled')?.message
      : message,
  );
}
