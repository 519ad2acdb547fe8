/** `user@host:path`, as `git clone` accepts it. The path must not look like a port, and a drive letter is no host. */
const SCP_LIKE = /^(?:[^@/\s]+@)?([A-Za-z0-9][\w.-]+):(?!\/\/)\/?(.+)$/;

/**
 * The web URL of a Git repository in any spelling: `https://host/owner/name`, without `.git`, credentials and
 * trailing slash. Undefined when it is no URL of a repository on a host.
 */
export function normalizeGitUrl(spelling: string): string | undefined {
  const text = spelling.trim();
  if (!text.includes('://')) {
    const [, host, path] = text.match(SCP_LIKE) ?? [];
    return host && path
      ? webUrl({ origin: `https://${host}`, path })
      : undefined;
  }
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return webUrl({
        origin: `${url.protocol}//${url.host}`,
        path: url.pathname,
      });
    case 'ssh:':
    case 'git+ssh:':
    case 'git:':
      // The port is that of SSH, which says nothing about the web's.
      return webUrl({ origin: `https://${url.hostname}`, path: url.pathname });
    default:
      return undefined;
  }
}

function webUrl(options: { origin: string; path: string }): string | undefined {
  const segments = options.path
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .filter(Boolean);
  // Without an owner it is a host, or a Helm repository.
  if (segments.length < 2) return undefined;
  return `${options.origin.toLowerCase()}/${segments.join('/')}`;
}
