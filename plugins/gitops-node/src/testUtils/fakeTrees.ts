import { createHash } from 'crypto';

/** The id that Git gives to a file of this content. @public */
export function blobShaOf(content: string): string {
  return idOf('blob', Buffer.from(content, 'utf8'));
}

/** The files below a directory, by path from there. The path '' is the root. */
export function filesBelow(
  files: ReadonlyMap<string, string>,
  directory: string,
): Map<string, string> {
  const prefix = directory === '' ? '' : `${directory}/`;
  return new Map(
    [...files].flatMap(([path, content]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), content]] : [],
    ),
  );
}

/** Paths of all directories that hold something, the root ('') among them. */
export function directoriesOf(files: ReadonlyMap<string, string>): Set<string> {
  const found = new Set(['']);
  for (const path of files.keys()) {
    const parts = path.split('/').slice(0, -1);
    parts.forEach((_, index) => found.add(parts.slice(0, index + 1).join('/')));
  }
  return found;
}

/** The id that Git gives to a directory with these files. */
export function treeIdOf(files: ReadonlyMap<string, string>): string {
  const entries = new Map<string, { mode: string; sha: string }>();
  for (const [path, content] of files) {
    const [name, ...below] = path.split('/');
    if (below.length === 0) {
      entries.set(name, { mode: '100644', sha: blobShaOf(content) });
    } else if (!entries.has(name)) {
      const sha = treeIdOf(filesBelow(files, name));
      entries.set(name, { mode: '40000', sha });
    }
  }
  // Git compares directories as if their names ended in a slash.
  const sorted = [...entries]
    .map(([name, entry]) => ({
      ...entry,
      name,
      key: Buffer.from(entry.mode === '40000' ? `${name}/` : name),
    }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  return idOf(
    'tree',
    Buffer.concat(
      sorted.flatMap(({ mode, name, sha }) => [
        Buffer.from(`${mode} ${name}\0`),
        Buffer.from(sha, 'hex'),
      ]),
    ),
  );
}

function idOf(type: 'blob' | 'tree', body: Buffer): string {
  return createHash('sha1')
    .update(`${type} ${body.length}\0`)
    .update(body)
    .digest('hex');
}
