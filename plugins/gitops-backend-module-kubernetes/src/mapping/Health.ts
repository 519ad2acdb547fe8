import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';

/** How something is, with what explains it. */
export type Health = TargetStatus['health'];

export function health(status: Health['status'], message?: string): Health {
  return { status, ...(message && { message }) };
}
