import { Rollout } from '../schema';

/** Which revisions there are, by the hashes of their pod templates. */
interface Hashes {
  /** Of the newest one that the controller has looked at. */
  current?: string;
  /** Of the one that was promoted last. */
  stable?: string;
  /** Nothing else is to be brought in. */
  isPromoted: boolean;
  /** A version is brought in, or was to be. */
  comesIn: boolean;
  /** No version was ever promoted: the first one goes live without steps, and there is none to go back to. */
  isFirst: boolean;
}

export function hashesOf({ status }: Rollout): Hashes {
  const current = status?.currentPodHash || undefined;
  const stable = status?.stableRS || status?.canary?.stableRS || undefined;
  return {
    ...(current && { current }),
    ...(stable && { stable }),
    isPromoted: current !== undefined && current === stable,
    comesIn: current !== undefined && current !== stable,
    isFirst: stable === undefined,
  };
}
