import { Request } from 'express';
import { ForgeDomain, User } from '../domain';

const COOKIE = 'forge-user';

/** The person at the browser: the one whom they have chosen to be, else the first maintainer. */
export function viewerOf(forge: ForgeDomain, request: Request): User {
  const login = cookieOf(request);
  const chosen = login === undefined ? undefined : forge.users.find(login);
  const viewer =
    chosen?.type === 'User' ? chosen : defaultViewer(forge.users.people());
  if (viewer) return viewer;
  throw new Error('The forge has no users yet, so nobody can look at it');
}

/** The `set-cookie` header that makes somebody this user. */
export function sessionCookie(login: string): string {
  return `${COOKIE}=${encodeURIComponent(login)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`;
}

function cookieOf(request: Request): string | undefined {
  const [, value] =
    request.get('cookie')?.match(new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]*)`)) ??
    [];
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function defaultViewer(people: User[]): User | undefined {
  return people.find(({ login }) => login === 'maintainer') ?? people[0];
}
