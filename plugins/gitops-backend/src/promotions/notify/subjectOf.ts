import { parseEntityRef } from '@backstage/catalog-model';
import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';

const versionLimit = 40;
const descriptionLimit = 600;

/** The service and the version, short enough for a title. */
export function subjectOf({ entityRef, plan, wave }: Promotion): string {
  const { name } = parseEntityRef(entityRef);
  const version = shortened(versionLabel(plan.toVersion), versionLimit);
  const part = wave ? `(wave ${wave.index} of ${wave.count})` : '';
  return [name, version, part].filter(Boolean).join(' ');
}

/** Words for a description. */
export function described(text: string): string {
  return shortened(text.trim(), descriptionLimit);
}

function shortened(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
