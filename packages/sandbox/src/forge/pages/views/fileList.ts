import { TreeEntry } from '../../git/objectFormats';
import { html, Html } from '../html';
import { encodePath } from './repositoryHeader';

/** The entries of a directory, directories first. */
export function fileList(options: {
  root: string;
  ref: string;
  path: string;
  entries: readonly TreeEntry[];
}): Html {
  const { root, ref, path, entries } = options;
  const sorted = [...entries].sort(
    (a, b) =>
      Number(b.type === 'tree') - Number(a.type === 'tree') ||
      a.name.localeCompare(b.name),
  );
  return html`<ul class="rows">
    ${sorted.map(({ name, type, sha }) => {
      const full = encodePath(path === '' ? name : `${path}/${name}`);
      if (type === 'commit') {
        return html`<li>
          <span class="grow">${name} <span class="muted">at ${sha}</span></span>
        </li>`;
      }
      const kind = type === 'tree' ? 'tree' : 'blob';
      return html`<li>
        <span class="grow"
          ><a href="${root}/${kind}/${encodePath(ref)}/${full}"
            >${name}${type === 'tree' ? '/' : ''}</a
          ></span
        >
      </li>`;
    })}
  </ul>`;
}

/** Where a path is, with a link to each directory above it. */
export function pathCrumbs(options: {
  root: string;
  ref: string;
  path: string;
  name: string;
}): Html {
  const { root, ref, path, name } = options;
  const parts = path.split('/').filter(Boolean);
  const tree = `${root}/tree/${encodePath(ref)}`;
  return html`<p class="crumbs mono">
    <span class="branch">${ref}</span>
    <a href="${tree}">${name}</a>${parts.map((part, index) =>
      index === parts.length - 1
        ? html` / ${part}`
        : html` /
            <a href="${tree}/${encodePath(parts.slice(0, index + 1).join('/'))}"
              >${part}</a
            >`,
    )}
  </p>`;
}
