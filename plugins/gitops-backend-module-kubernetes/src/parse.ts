import { InputError } from '@backstage/errors';
import { Workload, workloadSchema } from './schema';

/** Throws InputError naming the field when the object is no workload that is read. */
export function parseWorkload(object: unknown): Workload {
  const parsed = workloadSchema.safeParse(object);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `Not a Deployment, StatefulSet, DaemonSet or CronJob: ${issue.path.join('.')}: ${issue.message}`,
    parsed.error,
  );
}
