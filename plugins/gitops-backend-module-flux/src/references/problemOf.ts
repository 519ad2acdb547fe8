import { FluxCondition } from '../schema';

/** A source that was never looked at, and an OCI HelmRepository, which Flux never looks at, have no conditions. */
export function problemOf(
  conditions: readonly FluxCondition[] | null | undefined,
): string | undefined {
  const ready = conditions?.find(({ type }) => type === 'Ready');
  const failed =
    conditions?.find(
      ({ type, status }) => type === 'FetchFailed' && status === 'True',
    ) ?? (ready?.status === 'False' ? ready : undefined);
  return failed && (failed.message || failed.reason || 'no reason is given');
}
