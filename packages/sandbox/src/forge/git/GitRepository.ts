import { NotFoundError } from '@backstage/errors';
import { appendFile, mkdir } from 'fs/promises';
import { diffText, diffTrees, FileDiff } from './diffTrees';
import { editTree, TreeChange } from './editTree';
import { GitObject, GitObjects } from './GitObjects';
import { GitRefs } from './GitRefs';
import { mergeTrees, MergeResult } from './mergeTrees';
import {
  formatCommit,
  GitCommit,
  parseCommit,
  parseTree,
  TreeEntry,
} from './objectFormats';
import { gitLines, runGit } from './runGit';

const CONFIG = `[http]
	receivepack = true
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
[receive]
	denyDeleteCurrent = ignore
	hideRefs = refs/pull
	autogc = false
	shallowUpdate = true
[gc]
	auto = 0
`;

/** A file or directory of a tree, with its whole path. */
export interface PathEntry extends TreeEntry {
  path: string;
}

/** A bare repository on disk. */
export class GitRepository {
  static async create(options: {
    directory: string;
    defaultBranch: string;
  }): Promise<GitRepository> {
    const { directory, defaultBranch } = options;
    await mkdir(directory, { recursive: true });
    await runGit({ directory, args: ['init', '--quiet', '--bare'] });
    await appendFile(`${directory}/config`, CONFIG);
    const repository = await GitRepository.open(directory);
    await repository.setHead(defaultBranch);
    return repository;
  }

  static async open(directory: string): Promise<GitRepository> {
    const refs = await GitRefs.open(directory);
    return new GitRepository(directory, GitObjects.open(directory), refs);
  }

  private constructor(
    readonly directory: string,
    readonly objects: GitObjects,
    readonly refs: GitRefs,
  ) {}

  close(): void {
    this.objects.close();
  }

  async setHead(branch: string): Promise<void> {
    await runGit({
      directory: this.directory,
      args: ['symbolic-ref', 'HEAD', `refs/heads/${branch}`],
    });
  }

  /** Any revision expression (`main:path`, `HEAD~2`, `v1.0`), by Git's own rules. */
  async object(expression: string): Promise<GitObject | undefined> {
    return this.objects.read(expression);
  }

  /** The commit that a branch, tag, full ref, `HEAD`, `heads/x`, or full or abbreviated SHA means; a branch before a tag. */
  async resolve(name: string): Promise<string | undefined> {
    const sha = [
      `refs/heads/${name}`,
      `refs/tags/${name}`,
      name,
      `refs/${name}`,
    ]
      .map(ref => this.refs.get(ref))
      .find(found => found !== undefined);
    const object = await this.objects.read(sha ?? name);
    if (object?.type === 'commit') return object.sha;
    if (object?.type !== 'tag') return undefined;
    return (await this.objects.read(`${object.sha}^{commit}`))?.sha;
  }

  /** Throws NotFoundError when there is no such commit. */
  async commit(name: string): Promise<GitCommit> {
    const sha = await this.resolve(name);
    const object = sha === undefined ? undefined : await this.objects.read(sha);
    if (object?.type !== 'commit') {
      throw new NotFoundError(`No commit found for SHA: ${name}`);
    }
    return parseCommit(object.sha, object.body);
  }

  /** The entries of one directory; undefined when there is no such tree. */
  async tree(sha: string): Promise<TreeEntry[] | undefined> {
    const object = await this.objects.read(sha);
    return object?.type === 'tree' ? parseTree(object.body) : undefined;
  }

  async blob(sha: string): Promise<Buffer | undefined> {
    const object = await this.objects.read(sha);
    return object?.type === 'blob' ? object.body : undefined;
  }

  /** What is at a path of a tree. The path '' is the tree itself. */
  async entry(tree: string, path: string): Promise<PathEntry | undefined> {
    let found: PathEntry = {
      mode: '040000',
      name: '',
      path: '',
      sha: tree,
      type: 'tree',
    };
    for (const part of path.split('/').filter(Boolean)) {
      if (found.type !== 'tree') return undefined;
      const entries = await this.tree(found.sha);
      const next = entries?.find(({ name }) => name === part);
      if (!next) return undefined;
      found = {
        ...next,
        path: found.path === '' ? part : `${found.path}/${part}`,
      };
    }
    return found;
  }

  /** Everything below a tree, directories included, before what is in them. */
  async walk(tree: string, prefix = ''): Promise<PathEntry[]> {
    const found: PathEntry[] = [];
    for (const entry of (await this.tree(tree)) ?? []) {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      found.push({ ...entry, path });
      if (entry.type === 'tree') {
        found.push(...(await this.walk(entry.sha, path)));
      }
    }
    return found;
  }

  async writeBlob(content: string | Buffer): Promise<string> {
    return this.objects.write('blob', Buffer.from(content));
  }

  async writeTree(options: {
    base?: string;
    changes: ReadonlyMap<string, TreeChange>;
  }): Promise<string> {
    return editTree({ objects: this.objects, ...options });
  }

  async writeCommit(commit: Omit<GitCommit, 'sha'>): Promise<string> {
    return this.objects.write('commit', formatCommit(commit));
  }

  /** Newest first. */
  async log(options: {
    sha: string;
    /** Leaves out what is reachable from these. */
    not?: string[];
    path?: string;
    since?: string;
    until?: string;
    skip?: number;
    limit?: number;
  }): Promise<GitCommit[]> {
    const { sha, not = [], path, since, until, skip, limit } = options;
    const shas = await gitLines({
      directory: this.directory,
      args: [
        'rev-list',
        ...(limit === undefined ? [] : [`--max-count=${limit}`]),
        ...(skip ? [`--skip=${skip}`] : []),
        ...(since ? [`--since=${since}`] : []),
        ...(until ? [`--until=${until}`] : []),
        sha,
        ...not.map(each => `^${each}`),
        '--',
        ...(path ? [`:(literal)${path}`] : []),
      ],
    });
    return Promise.all(shas.map(async each => this.commit(each)));
  }

  /** How many commits `head` has that `base` has not, and the reverse. */
  async distance(
    base: string,
    head: string,
  ): Promise<{ ahead: number; behind: number }> {
    const [line] = await gitLines({
      directory: this.directory,
      args: ['rev-list', '--left-right', '--count', `${base}...${head}`],
    });
    const [behind, ahead] = line.split('\t').map(Number);
    return { ahead, behind };
  }

  async mergeBase(a: string, b: string): Promise<string | undefined> {
    const { stdout, code } = await runGit({
      directory: this.directory,
      args: ['merge-base', a, b],
      codes: [0, 1],
    });
    return code === 0 ? stdout.toString().trim() : undefined;
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const { code } = await runGit({
      directory: this.directory,
      args: ['merge-base', '--is-ancestor', ancestor, descendant],
      codes: [0, 1],
    });
    return code === 0;
  }

  async diff(from: string, to: string): Promise<FileDiff[]> {
    return diffTrees({ directory: this.directory, from, to });
  }

  async diffText(from: string, to: string): Promise<string> {
    return diffText({ directory: this.directory, from, to });
  }

  /** The commits after one and up to another, each as a mail with its patch. */
  async patches(after: string, to: string): Promise<string> {
    const isCommit = (await this.objects.read(after))?.type === 'commit';
    const { stdout } = await runGit({
      directory: this.directory,
      args: [
        'format-patch',
        '--stdout',
        ...(isCommit ? [`${after}..${to}`] : ['--root', to]),
      ],
    });
    return stdout.toString();
  }

  /** Merges two commits in memory, without moving anything. */
  async merge(ours: string, theirs: string): Promise<MergeResult> {
    return mergeTrees({ directory: this.directory, ours, theirs });
  }
}
