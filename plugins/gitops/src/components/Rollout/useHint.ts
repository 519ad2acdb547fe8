import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';

/**
 * What the backend answered to an action, shown until the rollout is seen to have changed: a controller takes some
 * seconds to do what it was asked for.
 */
export function useHint(
  rollout: RolloutStatus,
): [string | undefined, (message: string) => void] {
  const [hint, setHint] = useState<{ message: string; seen: string }>();
  const seen = JSON.stringify([
    rollout.phase,
    rollout.state,
    rollout.step,
    rollout.weight,
    rollout.pause,
    rollout.actions,
  ]);
  return [
    hint?.seen === seen ? hint.message : undefined,
    message => setHint({ message, seen }),
  ];
}
