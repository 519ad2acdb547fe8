import { warehouseSchema } from '../schema';

/** Why a `Warehouse` does not find what is new; undefined when it does, or has not said yet. */
export function discoveryProblem(object: unknown): string | undefined {
  const conditions =
    warehouseSchema.safeParse(object).data?.status?.conditions ?? [];
  const failing = conditions.find(
    ({ type, status }) =>
      (type === 'Healthy' || type === 'Ready') && status === 'False',
  );
  // It is not ready each time it looks, which is no problem.
  if (!failing || failing.reason === 'DiscoveryInProgress') return undefined;
  return failing.message || failing.reason || undefined;
}
