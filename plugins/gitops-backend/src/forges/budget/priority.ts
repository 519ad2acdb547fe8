import { AsyncLocalStorage } from 'node:async_hooks';

/** Whether a person waits for the answer, or only Fairlead itself does. */
export type Priority = 'person' | 'background';

/** Nobody waits for longer than this. */
const patienceMs = 60_000;

const current = new AsyncLocalStorage<{ priority: Priority; until: number }>();

/**
 * Runs something whose requests to a forge have this priority, whatever they go through. Timers that are set inside
 * inherit it; so that what goes on by itself does not pass for a person for ever, it wears off after a minute.
 */
export function withPriority<T>(priority: Priority, run: () => T): T {
  return current.run({ priority, until: Date.now() + patienceMs }, run);
}

/** `background` where nobody said otherwise. */
export function currentPriority(): Priority {
  const said = current.getStore();
  return said && said.until > Date.now() ? said.priority : 'background';
}
