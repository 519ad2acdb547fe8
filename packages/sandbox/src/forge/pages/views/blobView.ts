import { html, Html } from '../html';
import { markdown } from '../markdown';

const SHOWN_BYTES = 512_000;

/** A file: Markdown as it is meant, other text with line numbers, nothing of what is binary. */
export function blobView(options: { path: string; content: Buffer }): Html {
  const { path, content } = options;
  return html`<section class="card" aria-label="File">
    <header>
      <span class="mono">${path.split('/').at(-1)}</span>
      <span class="muted">${content.length} bytes</span>
    </header>
    ${body(path, content)}
  </section>`;
}

function body(path: string, content: Buffer): Html {
  if (content.subarray(0, 8_000).includes(0)) {
    return html`<p class="muted padded">This file is not text.</p>`;
  }
  if (content.length > SHOWN_BYTES) {
    return html`<p class="muted padded">This file is too large to show.</p>`;
  }
  const text = content.toString('utf8');
  if (/\.md$/i.test(path)) {
    return html`<div class="padded prose">${markdown(text)}</div>`;
  }
  const lines = text.replace(/\n$/, '').split('\n');
  return html`<div class="scroll">
    <table class="lines">
      <tbody>
        ${lines.map(
          (line, index) =>
            html`<tr>
              <td class="number">${index + 1}</td>
              <td class="text">${line}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}
