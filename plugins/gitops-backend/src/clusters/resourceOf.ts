import { WatchedKind } from '@fairlead/backstage-plugin-gitops-node';

/** Name of a kind as Kubernetes writes it for people and permissions: `applications.argoproj.io`. */
export function resourceOf({ group, plural }: WatchedKind): string {
  return group ? `${plural}.${group}` : plural;
}
