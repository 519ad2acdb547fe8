import { SourceProblem } from '@fairlead/backstage-plugin-gitops-common';

type Fault = SourceProblem['fault'];

/** Whose fault it is that something can't be read, and what to do. */
export const faultWords: Record<Fault, { whose: string; remedy: string }> = {
  cluster: {
    whose: 'The cluster’s',
    remedy: 'Whoever runs the cluster has to look at its API server.',
  },
  credentials: {
    whose: 'The portal’s credentials',
    remedy:
      'The portal’s administrators have to renew the token for this cluster or give it more rights.',
  },
  network: {
    whose: 'The network between portal and cluster',
    remedy:
      'Check DNS, firewalls and proxies between the portal’s backend and the cluster.',
  },
  engine: {
    whose: 'The engine’s',
    remedy: 'Whoever runs the engine on this cluster has to look at it.',
  },
  config: {
    whose: 'The portal’s configuration',
    remedy:
      'The portal’s administrators have to correct `gitops` in the portal’s config.',
  },
};
