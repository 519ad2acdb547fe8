import { parseEntityRef } from '@backstage/catalog-model';

/** The branch of a promotion: always the same for the same promotion, and readable in a list of branches. */
export function branchName(options: {
  prefix: string;
  promotion: { id: string; entityRef: string; to: string };
}): string {
  const { prefix, promotion } = options;
  const { name } = parseEntityRef(promotion.entityRef);
  const short = promotion.id.replace(/-/g, '').slice(0, 10);
  return [prefix, `${safe(name)}-${safe(promotion.to)}-${short}`]
    .filter(Boolean)
    .join('/');
}

// What Git allows in a name of a branch, less what looks odd in a URL.
function safe(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
