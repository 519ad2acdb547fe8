import {
  FreightCandidate,
  ServiceStage,
} from '@fairlead/backstage-plugin-gitops-common';

/** Freight that a stage could get. */
export function aCandidate(
  rest: Partial<FreightCandidate> & { title: string; tag: string },
): FreightCandidate {
  const { tag, ...others } = rest;
  return {
    id: rest.title,
    version: { images: [{ name: 'ghcr.io/acme/payments', tag }] },
    commits: [],
    available: true,
    approved: false,
    verifiedIn: [],
    ...others,
  };
}

/** A stage of Kargo that has nothing to do. */
export function aStage(rest: Partial<ServiceStage> = {}): ServiceStage {
  return {
    objectId: 'hub:kargo.akuity.io:stage:shop:staging',
    system: 'kargo',
    systemTitle: 'Kargo',
    pipeline: 'shop',
    name: 'staging',
    after: ['dev'],
    direct: false,
    controlFlow: false,
    candidates: [],
    health: { status: 'Healthy' },
    gates: [],
    automatic: false,
    holds: [],
    targets: [],
    actions: ['promote', 'approve'],
    ...rest,
  };
}
