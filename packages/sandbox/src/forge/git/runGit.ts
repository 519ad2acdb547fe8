import { spawn } from 'child_process';

/** A git command that ended with a code that its caller did not expect. */
export class GitError extends Error {
  constructor(
    readonly args: readonly string[],
    readonly code: number | null,
    readonly stderr: string,
  ) {
    super(`git ${args[0]} ended with code ${code}: ${stderr.trim()}`);
    this.name = 'GitError';
  }
}

/** Git's environment: nothing of the user's own configuration, no questions on a terminal, messages in English. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_'),
  );
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Forge',
    GIT_AUTHOR_EMAIL: 'forge@localhost',
    GIT_COMMITTER_NAME: 'Forge',
    GIT_COMMITTER_EMAIL: 'forge@localhost',
    LC_ALL: 'C',
  };
}

/** Runs git in a directory and collects what it writes. Throws {@link GitError} unless it ends with one of `codes` (0). */
export async function runGit(options: {
  directory: string;
  args: string[];
  input?: string | Buffer;
  codes?: readonly number[];
}): Promise<{ stdout: Buffer; code: number }> {
  const { directory, args, input, codes = [0] } = options;
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: directory,
      env: gitEnvironment(),
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', chunk => stdout.push(chunk));
    child.stderr?.on('data', chunk => stderr.push(chunk));
    // A command may end before it has read everything; its exit code says what that means.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.on('error', reject);
    child.on('close', code => {
      if (code !== null && codes.includes(code)) {
        resolve({ stdout: Buffer.concat(stdout), code });
      } else {
        reject(new GitError(args, code, Buffer.concat(stderr).toString()));
      }
    });
  });
}

/** The lines that a git command writes, without the empty ones. */
export async function gitLines(options: {
  directory: string;
  args: string[];
}): Promise<string[]> {
  const { stdout } = await runGit(options);
  return stdout.toString().split('\n').filter(Boolean);
}
