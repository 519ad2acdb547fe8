import { ChildProcessWithoutNullStreams, spawn } from 'child_process';
import { createHash, randomUUID } from 'crypto';
import { access, mkdir, rename, writeFile } from 'fs/promises';
import { join } from 'path';
import { promisify } from 'util';
import { deflate } from 'zlib';
import { gitEnvironment } from './runGit';

export interface GitObject {
  sha: string;
  type: 'blob' | 'tree' | 'commit' | 'tag';
  body: Buffer;
}

const IDLE_MS = 10_000;
const CACHED_OBJECTS = 4_000;
const CACHED_BYTES = 64 * 1024;
const compress = promisify(deflate);

/** The objects of one repository: read through one running `git cat-file --batch`, written as loose objects. */
export class GitObjects {
  static open(directory: string): GitObjects {
    return new GitObjects(directory);
  }

  readonly #cache = new Map<string, GitObject>();
  #process: ChildProcessWithoutNullStreams | undefined;
  #received = Buffer.alloc(0);
  #waiting: Array<{
    resolve(object: GitObject | undefined): void;
    reject(error: Error): void;
  }> = [];
  #idle: NodeJS.Timeout | undefined;

  private constructor(private readonly directory: string) {}

  /** By id or by any of Git's revision expressions; undefined when there is no such object, or more than one. */
  async read(name: string): Promise<GitObject | undefined> {
    if (/[\n\0]/.test(name) || name === '') return undefined;
    const cached = this.#cache.get(name);
    if (cached) return cached;
    const object = await this.#ask(name);
    if (object && object.body.length <= CACHED_BYTES) {
      this.#cache.set(object.sha, object);
      for (const oldest of this.#cache.keys()) {
        if (this.#cache.size <= CACHED_OBJECTS) break;
        this.#cache.delete(oldest);
      }
    }
    return object;
  }

  /** Stores an object and returns its id. Storing the same one twice is nothing new. */
  async write(type: GitObject['type'], body: Buffer): Promise<string> {
    const whole = Buffer.concat([
      Buffer.from(`${type} ${body.length}\0`),
      body,
    ]);
    const sha = createHash('sha1').update(whole).digest('hex');
    const folder = join(this.directory, 'objects', sha.slice(0, 2));
    const file = join(folder, sha.slice(2));
    const exists = await access(file).then(
      () => true,
      () => false,
    );
    if (!exists) {
      await mkdir(folder, { recursive: true });
      const temporary = join(folder, `tmp_${randomUUID()}`);
      await writeFile(temporary, await compress(whole), { mode: 0o444 });
      await rename(temporary, file);
    }
    return sha;
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#process?.kill();
    this.#process = undefined;
  }

  async #ask(name: string): Promise<GitObject | undefined> {
    return new Promise((resolve, reject) => {
      const process = (this.#process ??= this.#start());
      this.#waiting.push({ resolve, reject });
      process.stdin.write(`${name}\n`);
      clearTimeout(this.#idle);
    });
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn('git', ['cat-file', '--batch'], {
      cwd: this.directory,
      env: gitEnvironment(),
      stdio: 'pipe',
    });
    this.#received = Buffer.alloc(0);
    child.stdout.on('data', chunk => {
      if (child !== this.#process) return;
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#deliver();
    });
    child.stdin.on('error', () => undefined);
    child.stderr.resume();
    const end = (error: Error) => {
      if (child !== this.#process && this.#process) return;
      this.#process = undefined;
      this.#waiting.splice(0).forEach(each => each.reject(error));
    };
    child.on('error', end);
    child.on('close', () => end(new Error('git cat-file has ended')));
    return child;
  }

  #deliver(): void {
    while (this.#waiting.length > 0) {
      const lineEnd = this.#received.indexOf(0x0a);
      if (lineEnd < 0) return;
      const header = this.#received.toString('utf8', 0, lineEnd);
      const [, sha, type, size] =
        header.match(/^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/) ?? [];
      const bodyEnd = lineEnd + 1 + Number(size);
      if (sha && this.#received.length < bodyEnd + 1) return;
      const next = this.#waiting.shift();
      if (!sha) {
        this.#received = this.#received.subarray(lineEnd + 1);
        next?.resolve(undefined);
      } else {
        const body = Buffer.from(this.#received.subarray(lineEnd + 1, bodyEnd));
        this.#received = this.#received.subarray(bodyEnd + 1);
        next?.resolve({ sha, type: objectType(type), body });
      }
    }
    this.#idle = setTimeout(() => this.close(), IDLE_MS).unref();
  }
}

function objectType(word: string): GitObject['type'] {
  if (word === 'blob' || word === 'tree' || word === 'commit') return word;
  return 'tag';
}
