import { InputError } from '@backstage/errors';
import { GitObjects } from './GitObjects';
import { formatTree, parseTree, TreeEntry, typeOfMode } from './objectFormats';

/** What a path becomes: an object, or nothing. */
export type TreeChange = { mode: string; sha: string } | null;

type Entries = Map<string, Pick<TreeEntry, 'mode' | 'name' | 'sha'>>;

/** Writes the tree that results from changes to another one, and returns its id. Paths not named stay as they are. */
export async function editTree(options: {
  objects: GitObjects;
  /** The empty tree when left out. */
  base?: string;
  changes: ReadonlyMap<string, TreeChange>;
}): Promise<string> {
  const { objects, base, changes } = options;
  for (const path of changes.keys()) {
    if (path.split('/').some(part => ['', '.', '..', '.git'].includes(part))) {
      throw new InputError(`tree.path contains a malformed path: ${path}`);
    }
  }
  return (
    (await write({ objects, base, changes })) ??
    objects.write('tree', Buffer.alloc(0))
  );
}

async function write(options: {
  objects: GitObjects;
  base?: string;
  changes: ReadonlyMap<string, TreeChange>;
}): Promise<string | undefined> {
  const { objects, base, changes } = options;
  const entries = await readEntries(objects, base);
  const below = new Map<string, Map<string, TreeChange>>();
  for (const [path, change] of changes) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      if (change) entries.set(path, { ...change, name: path });
      else entries.delete(path);
    } else {
      const name = path.slice(0, slash);
      const inside = below.get(name) ?? new Map<string, TreeChange>();
      below.set(name, inside.set(path.slice(slash + 1), change));
    }
  }
  for (const [name, inside] of below) {
    const entry = entries.get(name);
    const isTree = entry && typeOfMode(entry.mode) === 'tree';
    const adds = [...inside.values()].some(change => change !== null);
    if (!isTree && !adds) continue;
    const sha = await write({
      objects,
      base: isTree ? entry.sha : undefined,
      changes: inside,
    });
    if (sha) entries.set(name, { mode: '040000', name, sha });
    else entries.delete(name);
  }
  if (entries.size === 0) return undefined;
  return objects.write('tree', formatTree([...entries.values()]));
}

async function readEntries(
  objects: GitObjects,
  tree: string | undefined,
): Promise<Entries> {
  if (tree === undefined) return new Map();
  const object = await objects.read(tree);
  if (object?.type !== 'tree') {
    throw new InputError(`${tree} is not the id of a tree`);
  }
  return new Map(parseTree(object.body).map(entry => [entry.name, entry]));
}
