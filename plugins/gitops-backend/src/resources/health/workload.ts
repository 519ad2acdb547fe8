import {
  workloadHealth,
  workloadSchema,
} from '@fairlead/backstage-plugin-gitops-node';
import { HealthRule } from './Health';

/** A workload: a `Deployment`, `StatefulSet`, `DaemonSet`, `CronJob` or `Rollout`. */
export const workloadRule: HealthRule = object => {
  const workload = workloadSchema.safeParse(object).data;
  const found = workload && workloadHealth(workload);
  return (
    found && {
      status: found.status,
      ...(found.message && { message: found.message }),
    }
  );
};
