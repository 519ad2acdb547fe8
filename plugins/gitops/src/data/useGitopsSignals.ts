import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  GitopsSignal,
  gitopsSignalChannel,
  gitopsSignalSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { JsonObject } from '@backstage/types';
import { useEffect, useRef } from 'react';

const settleMs = 150;

/**
 * Calls `onChange` soon after a signal that concerns what is shown, however many come at once, and never more often
 * than every `quietMs`. Answers whether signals are there at all.
 *
 * @remarks
 * The subscription is made here instead of with `useSignal`, which keeps only the last message: of two that arrive
 * in one render the first would be lost. A message of another shape comes from another version; it may concern
 * anything, so it counts.
 */
export function useGitopsSignals(options: {
  concerns: (signal: GitopsSignal) => boolean;
  onChange: () => void;
  quietMs?: number;
}): boolean {
  const signals = useApiHolder().get(signalApiRef);
  const latest = useRef(options);
  latest.current = options;

  useEffect(() => {
    if (!signals) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastAt = 0;
    const subscriber = signals.subscribe<JsonObject>(
      gitopsSignalChannel,
      message => {
        const parsed = gitopsSignalSchema.safeParse(message);
        if (parsed.success && !latest.current.concerns(parsed.data)) return;
        if (timer) return;
        const quietUntil = lastAt + (latest.current.quietMs ?? 0);
        timer = setTimeout(
          () => {
            timer = undefined;
            lastAt = Date.now();
            latest.current.onChange();
          },
          Math.max(settleMs, quietUntil - Date.now()),
        );
      },
    );
    return () => {
      clearTimeout(timer);
      subscriber.unsubscribe();
    };
  }, [signals]);

  return Boolean(signals);
}
