import { FileDiff } from '../git/diffTrees';
import { html, Html } from './html';

/** The changes of one file after another, coloured. */
export function diffView(files: readonly FileDiff[]): Html {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return html`<section class="diff" aria-label="Changes">
    <p class="muted">
      ${files.length} ${files.length === 1 ? 'file' : 'files'} changed,
      <span class="added">+${additions}</span>
      <span class="removed">−${deletions}</span>
    </p>
    ${files.map(fileView)}
  </section>`;
}

function fileView(file: FileDiff): Html {
  const { path, previousPath, status, patch } = file;
  return html`<details class="file" open>
    <summary>
      <span class="mono"
        >${previousPath && previousPath !== path ? `${previousPath} → ` : ''}${path}</span
      >
      <span class="muted">${status}</span>
      <span class="counts"
        ><span class="added">+${file.additions}</span>
        <span class="removed">−${file.deletions}</span></span
      >
    </summary>
    ${
      patch
        ? html`<div class="scroll">
            <table class="lines">
              <tbody>
                ${patchLines(patch)}
              </tbody>
            </table>
          </div>`
        : html`<p class="muted padded">No text to show.</p>`
    }
  </details>`;
}

function patchLines(patch: string): Html[] {
  const lines = patch.replace(/\n$/, '').split('\n');
  let before = 0;
  let after = 0;
  return lines.map(line => {
    const hunk = line.match(/^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/);
    if (hunk) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      return row({ kind: 'hunk', text: line });
    }
    const text = line.slice(1).replace(/\r$/, '');
    switch (line[0]) {
      case '+':
        return row({ kind: 'plus', sign: '+', text, after: after++ });
      case '-':
        return row({ kind: 'minus', sign: '-', text, before: before++ });
      case '\\':
        return row({ kind: 'hunk', text: line });
      default:
        return row({
          kind: 'same',
          sign: ' ',
          text,
          before: before++,
          after: after++,
        });
    }
  });
}

function row(line: {
  kind: 'hunk' | 'plus' | 'minus' | 'same';
  sign?: string;
  text: string;
  before?: number;
  after?: number;
}): Html {
  return html`<tr class="${line.kind}">
    <td class="number">${line.before}</td>
    <td class="number">${line.after}</td>
    <td class="sign">${line.sign}</td>
    <td class="text">${line.text}</td>
  </tr> `;
}
