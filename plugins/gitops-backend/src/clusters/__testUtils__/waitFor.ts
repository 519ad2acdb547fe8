import { setTimeout as delay } from 'node:timers/promises';

/** Resolves with the first value that is neither false nor undefined; fails when there is none for a long time: half a minute when left out. */
export async function waitFor<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  { seconds = 30 } = {},
): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Waited in vain for ${look}`);
    await delay(10);
  }
}
