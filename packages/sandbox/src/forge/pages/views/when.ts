import { html, Html } from '../html';

/** A moment, in words that need no time zone to be understood. */
export function when(iso: string): Html {
  const text = new Intl.DateTimeFormat('en', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(new Date(iso));
  return html`<time datetime="${iso}">${text} UTC</time>`;
}
