import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { labState } from './labState';

const run = promisify(execFile);
const author = ['-c', 'user.name=Grace', '-c', 'user.email=grace@acme.example'];

/** A repository of the lab, written by commits. */
export class LabRepository {
  /** One of the lab's plain Git server. */
  static async onGitServer(name: string): Promise<LabRepository> {
    const { dataDir, ports } = labState();
    const bare = join(dataDir, 'git', `${name}.git`);
    await rm(bare, { recursive: true, force: true });
    await run('git', ['init', '-q', '--bare', '-b', 'main', bare]);
    return LabRepository.#clone({
      url: `http://127.0.0.1:${ports.git}/${name}.git`,
      remote: bare,
    });
  }

  /** One of a remote that may be pushed to. */
  static async #clone(options: {
    url: string;
    remote: string;
  }): Promise<LabRepository> {
    const worktree = await mkdtemp(join(tmpdir(), 'fairlead-lab-'));
    await run('git', ['clone', '-q', options.remote, worktree]);
    return new LabRepository(options.url, worktree);
  }

  private constructor(
    /** As the engines of the lab fetch it. */
    readonly url: string,
    private readonly worktree: string,
  ) {}

  /** Writes the files over the newest state and pushes them as one commit; resolves with its id. */
  async commit(files: Record<string, string>): Promise<string> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.worktree, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await this.#git('add', '-A');
    await this.#git(...author, 'commit', '-q', '-m', 'Change');
    await this.#git('push', '-q', 'origin', 'HEAD:main');
    return (await this.#git('rev-parse', 'HEAD')).trim();
  }

  async end(): Promise<void> {
    await rm(this.worktree, { recursive: true, force: true });
  }

  async #git(...args: string[]): Promise<string> {
    const { stdout } = await run('git', args, { cwd: this.worktree });
    return stdout;
  }
}
