import { parseEntityRef } from '@backstage/catalog-model';
import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';

type Filled = Pick<
  Promotion,
  'entityRef' | 'from' | 'to' | 'reason' | 'requestedBy' | 'plan'
>;

/** Fills in the placeholders of a template of the pipeline. What is no placeholder stays as it is. */
export function fillTemplate(template: string, promotion: Filled): string {
  const { entityRef, from, to, reason, requestedBy, plan } = promotion;
  const values: Record<string, string> = {
    service: parseEntityRef(entityRef).name,
    version: versionLabel(plan.toVersion),
    from,
    to,
    reason,
    requester: requestedBy,
  };
  return template.replace(
    /\{([a-z]+)\}/g,
    (placeholder, name: string) => values[name] ?? placeholder,
  );
}
