import { User } from '../domain';

/** The first letter of a name on a color that stays the same. */
export function avatarOf(user: User): string {
  const hue = (user.id * 137) % 360;
  const letter = user.login
    .replace(/[^a-z\d]/gi, '')
    .slice(0, 1)
    .toUpperCase();
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img"><rect width="64" height="64" rx="${user.type === 'User' ? 32 : 12}" fill="hsl(${hue} 45% 42%)"/><text x="32" y="43" font-family="sans-serif" font-size="32" text-anchor="middle" fill="#fff">${letter}</text></svg>`;
}
