import { createHash } from 'node:crypto';

/** The branch of an adoption: the same for the same content, so that asking twice finds one pull request. */
export function adoptionBranch(options: {
  prefix: string;
  /** Of the resource, for people. */
  name: string;
  baseBranch: string;
  contents: ReadonlyMap<string, string>;
  /** Earlier ones that were closed or merged: what was adopted and taken back may be adopted again. */
  attempt: number;
}): string {
  const { prefix, name, baseBranch, contents, attempt } = options;
  const hash = createHash('sha256')
    .update(
      JSON.stringify([
        baseBranch,
        [...contents].sort(([a], [b]) => a.localeCompare(b)),
      ]),
    )
    .digest('hex')
    .slice(0, 12);
  const safe = name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const branch = [prefix, `adopt-${safe}-${hash}`].filter(Boolean).join('/');
  return attempt > 1 ? `${branch}-${attempt}` : branch;
}
