/** A URL without the password in it, and without the user where it is no SSH login. */
export function withoutCredentials(
  url: string | null | undefined,
): string | undefined {
  if (!url) return undefined;
  // `git@host:path` and anything else that is no URL has no place for a password.
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (!parsed.password && (!parsed.username || parsed.protocol === 'ssh:')) {
    return url;
  }
  parsed.password = '';
  if (parsed.protocol !== 'ssh:') parsed.username = '';
  return parsed.toString();
}
