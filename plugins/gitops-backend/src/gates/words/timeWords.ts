import { DateTime, Duration } from 'luxon';

/** `2 hours, 30 minutes` */
export function durationWords(ms: number): string {
  return Duration.fromMillis(ms, { locale: 'en' })
    .rescale()
    .toHuman({ listStyle: 'long' });
}

/** `Mon 30 Nov 2026, 09:00 (Europe/Berlin)`; without a zone in UTC. */
export function momentWords(moment: string | Date, zone = 'utc'): string {
  const at = DateTime.fromMillis(new Date(moment).getTime(), {
    zone,
    locale: 'en',
  });
  return `${at.toFormat('ccc d LLL yyyy, HH:mm')} (${zone === 'utc' ? 'UTC' : zone})`;
}
