import { ServiceEnvironment } from '@fairlead/backstage-plugin-gitops-common';
import { TargetAction } from '../../data/useTargetAction';

/** What a person wants to do with a target, or see of it, of which a dialog shows more. */
export type TargetTask = TargetAction | 'resources' | 'drift';

/** What the user may do with a target. */
export type TargetAllowances = Pick<
  ServiceEnvironment['allowances'],
  'sync' | 'refresh' | 'suspend' | 'logs' | 'adopt' | 'rollback' | 'rollout'
>;
