import { Label } from '../../domain';
import { html, Html } from '../html';

/** A label with its colour. */
export function labelTag({ name, color, description }: Label): Html {
  const dot = /^[0-9a-f]{6}$/i.test(color) ? `--dot: #${color}` : '';
  return html`<span class="label" style="${dot}" title="${description ?? ''}"
    >${name}</span
  >`;
}
