import { html, Html } from '../html';

const words = {
  success: 'Passed',
  failure: 'Failed',
  pending: 'Pending',
};

/** How a check ended, or several of them together. */
export function checkBadge(state: keyof typeof words): Html {
  return html`<span class="badge ${state}">${words[state]}</span>`;
}
