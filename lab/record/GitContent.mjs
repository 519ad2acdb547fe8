import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const author = [
  ...['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com'],
];

/** A repository of the lab's Git server, written by commits. */
export class GitContent {
  #worktree;

  static async create({ dataDir, name }) {
    const bare = join(dataDir, 'git', `${name}.git`);
    const worktree = join(dataDir, 'worktrees', name);
    rmSync(bare, { recursive: true, force: true });
    rmSync(worktree, { recursive: true, force: true });
    mkdirSync(worktree, { recursive: true });
    await exec('git', ['init', '-q', '--bare', '-b', 'main', bare]);
    await exec('git', ['clone', '-q', bare, worktree]);
    return new GitContent(worktree);
  }

  constructor(worktree) {
    this.#worktree = worktree;
  }

  /** Writes the files, each given by its path, and pushes them as one commit; resolves with its id. */
  async commit(message, files) {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.#worktree, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        file,
        typeof content === 'string'
          ? content
          : `${JSON.stringify(content, null, 2)}\n`,
      );
    }
    const git = (...args) => exec('git', args, { cwd: this.#worktree });
    await git('add', '-A');
    await git(...author, 'commit', '-q', '-m', message);
    await git('push', '-q', 'origin', 'HEAD:main');
    return (await git('rev-parse', 'HEAD')).stdout.trim();
  }
}
