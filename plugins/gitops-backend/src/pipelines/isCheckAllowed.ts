/**
 * Whether the file of a service may have a check: the portal would make its requests, from inside its network, for
 * whoever can write the file.
 */
export function isCheckAllowed(
  check: { type: string; url?: string },
  hosts: readonly string[],
): boolean {
  if (check.url === undefined) return true;
  if (!URL.canParse(check.url)) return false;
  const { host, hostname } = new URL(check.url);
  return hosts.some(allowed =>
    allowed.startsWith('*.')
      ? host.endsWith(allowed.slice(1)) || hostname.endsWith(allowed.slice(1))
      : host === allowed || hostname === allowed,
  );
}
