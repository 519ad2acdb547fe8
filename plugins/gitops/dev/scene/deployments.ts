import {
  Deployment,
  parseImageReference,
  versionKey,
} from '@fairlead/backstage-plugin-gitops-common';
import { ago, day, hour } from './time';

const lives: Array<{
  tag: string;
  from: number;
  to?: number;
  proof: Partial<Deployment>;
}> = [
  {
    tag: '1.4.2',
    from: 9 * day,
    proof: { verifiedAt: ago(9 * day - 20 * 60_000) },
  },
  {
    tag: '1.4.1',
    from: 9.2 * day,
    to: 9 * day,
    proof: {
      failure: 'Deployment orders: container orders was OOMKilled, 4 restarts',
      promotionId: 'p-payments-staging',
    },
  },
  {
    tag: '1.4.0',
    from: 21 * day,
    to: 9.2 * day,
    proof: {
      verifiedAt: ago(21 * day - hour),
      promotionId: 'p-orders-staging',
    },
  },
  { tag: '1.3.9', from: 21.1 * day, to: 21 * day, proof: {} },
  {
    tag: '1.3.8',
    from: 60 * day,
    to: 21.1 * day,
    proof: { verifiedAt: ago(60 * day - hour) },
  },
];

/** What was live in an environment, newest first. */
export function deploymentsOf(lane: {
  entityRef: string;
  environment?: string;
}): Deployment[] {
  const { entityRef, environment = 'prod-eu' } = lane;
  return lives.map(({ tag, from, to, proof }) => {
    const version = {
      images: [
        parseImageReference(`ghcr.io/acme/${entityRef.split('/')[1]}:${tag}`),
      ],
    };
    return {
      id: `d-${tag}`,
      entityRef,
      environment,
      version,
      versionKey: versionKey(version),
      revisions: ['2b7e151628aed2a6abf7158809cf4f3c762e7160'],
      startedAt: ago(from),
      ...(to !== undefined && { endedAt: ago(to) }),
      ...proof,
    };
  });
}
