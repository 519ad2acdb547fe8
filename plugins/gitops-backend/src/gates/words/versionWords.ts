import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';

/** The promoted version, as people read it. */
export function versionWords({ plan }: Pick<Promotion, 'plan'>): string {
  return versionLabel(plan.toVersion) || 'The version';
}
