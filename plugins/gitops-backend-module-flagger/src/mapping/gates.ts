import { analysisOf } from '../parse';
import { Canary } from '../schema';

/** Names of the webhooks of a type, as `"gate"`, in the order in which Flagger calls them. */
export function webhooksOf(canary: Canary, ...types: string[]): string[] {
  return (analysisOf(canary)?.webhooks ?? [])
    .filter(({ type }) => types.includes(type || 'rollout'))
    .map(({ name }) => `"${name ?? ''}"`);
}

/** `the gate "a"`, `the gates "a" and "b"`. */
export function gatesInWords(names: readonly string[]): string {
  if (names.length === 0) return 'a gate';
  return names.length === 1
    ? `the gate ${names[0]}`
    : `the gates ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
