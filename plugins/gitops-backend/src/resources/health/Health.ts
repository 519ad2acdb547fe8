import { ResourceNode } from '@fairlead/backstage-plugin-gitops-common';
import { LiveObject } from '../liveObject';

/** How a resource is; undefined where nothing can be told. */
export type Health = ResourceNode['health'];

/** The rule for a kind: pure, and total for every object. */
export type HealthRule = (object: LiveObject) => Health;

/** A health, with what explains it. */
export function health(
  status: NonNullable<Health>['status'],
  message?: string | null,
): NonNullable<Health> {
  return { status, ...(message && { message }) };
}

/** Its controller has not looked at the newest spec yet. */
export function isUnobserved({ metadata, status }: LiveObject): boolean {
  const observed = status?.observedGeneration;
  return (
    typeof metadata.generation === 'number' &&
    Number(observed ?? 0) < metadata.generation
  );
}

/** See {@link isUnobserved}. */
export const unobserved = health(
  'Progressing',
  'Its controller has not seen the last change yet',
);
