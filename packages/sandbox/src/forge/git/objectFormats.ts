/** Who and when, as Git writes it into a commit. `date` is ISO 8601. */
export interface Signature {
  name: string;
  email: string;
  date: string;
}

export interface GitCommit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

export interface TreeEntry {
  /** `100644`, `100755`, `120000` (link), `040000` (directory), `160000` (submodule). */
  mode: string;
  name: string;
  sha: string;
  type: 'blob' | 'tree' | 'commit';
}

/** Now, or the given moment, in GitHub's form: seconds, UTC. */
export function timestamp(date?: string | Date): string {
  const moment = date === undefined ? new Date() : new Date(date);
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

export function typeOfMode(mode: string): TreeEntry['type'] {
  if (mode === '040000' || mode === '40000') return 'tree';
  return mode === '160000' ? 'commit' : 'blob';
}

export function parseTree(body: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < body.length) {
    const space = body.indexOf(0x20, at);
    const end = body.indexOf(0, space);
    const mode = body.toString('latin1', at, space).padStart(6, '0');
    entries.push({
      mode,
      name: body.toString('utf8', space + 1, end),
      sha: body.toString('hex', end + 1, end + 21),
      type: typeOfMode(mode),
    });
    at = end + 21;
  }
  return entries;
}

export function formatTree(
  entries: readonly Pick<TreeEntry, 'mode' | 'name' | 'sha'>[],
): Buffer {
  // Git sorts a directory as if its name ended in a slash.
  const sorted = entries
    .map(entry => ({
      entry,
      key: Buffer.from(
        typeOfMode(entry.mode) === 'tree' ? `${entry.name}/` : entry.name,
      ),
    }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.concat(
    sorted.flatMap(({ entry }) => [
      Buffer.from(`${entry.mode.replace(/^0/, '')} ${entry.name}\0`),
      Buffer.from(entry.sha, 'hex'),
    ]),
  );
}

export function parseCommit(sha: string, body: Buffer): GitCommit {
  const text = body.toString('utf8');
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const fields = head.split('\n').map(line => {
    const space = line.indexOf(' ');
    return [line.slice(0, space), line.slice(space + 1)] as const;
  });
  const field = (name: string) =>
    fields.find(([key]) => key === name)?.[1] ?? '';
  return {
    sha,
    tree: field('tree'),
    parents: fields.filter(([key]) => key === 'parent').map(([, id]) => id),
    author: parseSignature(field('author')),
    committer: parseSignature(field('committer')),
    message: end < 0 ? '' : text.slice(end + 2),
  };
}

export function formatCommit(commit: Omit<GitCommit, 'sha'>): Buffer {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map(parent => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
  ];
  return Buffer.from(`${lines.join('\n')}\n\n${commit.message}`);
}

function parseSignature(text: string): Signature {
  const [, name = '', email = '', seconds = '0'] =
    text.match(/^(.*?) ?<([^>]*)> (-?\d+)/) ?? [];
  return { name, email, date: timestamp(new Date(Number(seconds) * 1000)) };
}

function formatSignature({ name, email, date }: Signature): string {
  const clean = (text: string) => text.replace(/[<>\r\n\0]/g, '').trim();
  const seconds = Math.floor(new Date(date).getTime() / 1000);
  return `${clean(name) || 'unknown'} <${clean(email)}> ${seconds} +0000`;
}
