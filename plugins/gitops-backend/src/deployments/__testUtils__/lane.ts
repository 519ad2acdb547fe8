import { parseImageReference } from '@fairlead/backstage-plugin-gitops-common';
import { storedTarget } from '../../services/__testUtils__/storedTarget';
import { StoredTarget } from '../../targets/StoredTarget';

export const orders = 'ghcr.io/acme/orders';
export const entityRef = 'component:default/orders';

type Status = StoredTarget['status'];

/** A target in prod that runs these images: tags of orders, or whole references. */
export function running(
  images: string[],
  options: {
    name?: string;
    environment?: string;
    health?: Status['health']['status'];
    unreachable?: boolean;
    status?: Partial<Status>;
  } = {},
): StoredTarget {
  const { name = 'orders-prod', environment = 'prod' } = options;
  const target = storedTarget({
    name,
    environment,
    health: options.health,
    ...(options.unreachable && {
      unreachable: { since: '', message: 'no route', fault: 'network' },
    }),
    annotations: { 'fairlead/entity-ref': entityRef },
  });
  return {
    ...target,
    status: {
      ...target.status,
      version: {
        images: images.map(image =>
          parseImageReference(
            image.includes('/') ? image : `${orders}:${image}`,
          ),
        ),
      },
      ...options.status,
    },
  };
}

/** `2026-10-01T12:00:00Z`, and so many seconds. */
export function at(seconds: number): Date {
  return new Date(Date.parse('2026-10-01T12:00:00.000Z') + seconds * 1000);
}
