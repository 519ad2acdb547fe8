/**
 * The commit or digest of a revision as Flux writes it: `main@sha1:<sha>`, `refs/heads/main@sha1:<sha>`, `sha1:<sha>`,
 * `6.6.1@sha256:<digest>`, and `main/<sha>` as old controllers did. Chart versions are left as they are.
 */
export function revisionHash(revision: string | null | undefined): string {
  if (!revision) return '';
  const colon = revision.lastIndexOf(':');
  if (colon >= 0) return revision.slice(colon + 1);
  const legacy = /\/([0-9a-f]{40})$/.exec(revision);
  return legacy?.[1] ?? revision;
}
