import { AsyncLocalStorage } from 'node:async_hooks';

/** Whether a person waits for the answer, or only Fairlead itself does. */
export type Priority = 'person' | 'background';

const current = new AsyncLocalStorage<Priority>();

/**
 * Runs something whose requests to a forge have this priority, whatever they go through. Timers that are set inside
 * inherit it, so what goes on by itself afterwards has to be run as `background` again.
 */
export function withPriority<T>(priority: Priority, run: () => T): T {
  return current.run(priority, run);
}

/** `background` where nobody said otherwise. */
export function currentPriority(): Priority {
  return current.getStore() ?? 'background';
}
