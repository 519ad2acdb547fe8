/** How often an action looks again, and for how long. */
export interface PollOptions {
  intervalMs: number;
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * Calls `look` until it answers something other than undefined. Returns undefined when the time is over.
 * Throws the signal's reason when the task is cancelled.
 */
export async function pollUntil<T>(
  look: () => Promise<T | undefined>,
  options: PollOptions,
): Promise<T | undefined> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() + options.intervalMs > deadline) return undefined;
    await pause(options);
  }
}

function pause({ intervalMs, signal }: PollOptions): Promise<void> {
  return new Promise(done => {
    const timer = setTimeout(finish, intervalMs);
    signal?.addEventListener('abort', finish, { once: true });
    function finish() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      done();
    }
  });
}
