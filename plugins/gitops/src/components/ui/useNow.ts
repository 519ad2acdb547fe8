import { useSyncExternalStore } from 'react';

const everyMs = 20_000;

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    listeners.forEach(notify => notify());
  }, everyMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function current() {
  // Without a running timer the last reading may be of long ago.
  if (!timer && Date.now() - now > 1_000) now = Date.now();
  return now;
}

/** The time, renewed often enough for "3min ago" to stay true. One timer serves the whole page. */
export const useNow = () => useSyncExternalStore(subscribe, current);
