import { Promotion } from '@fairlead/backstage-plugin-gitops-common';

/** The person who asked; undefined for what Fairlead began by itself. */
export function requesterOf({ requestedBy }: Promotion): string | undefined {
  return requestedBy.startsWith('user:') ? requestedBy : undefined;
}

/** Who has to see to it: the person who asked or, without one, the owner of the service. */
export function responsibleFor(promotion: Promotion): string[] {
  return [requesterOf(promotion) ?? 'owners'];
}
