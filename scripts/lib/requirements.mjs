import { execFileSync } from 'node:child_process';
import { Problem } from './say.mjs';

/** Throws a Problem for the first thing that this machine lacks. */
export function checkRequirements() {
  checkNode(process.versions.node);
  checkCommand('git', 'Install git, then run the command again.');
  checkCommand('npm', 'npm comes with Node.js: install Node.js again.');
}

function checkNode(version) {
  const [major, minor] = version.split('.').map(Number);
  const supported =
    (major === 20 && minor >= 19) || (major === 22 && minor >= 12);
  if (!supported) {
    throw new Problem(
      `Node.js ${version} is not supported.`,
      'Use Node.js 20.19 or newer of the 20 line, or 22.12 or newer of the 22 line.',
    );
  }
}

function checkCommand(command, remedy) {
  try {
    execFileSync(command, ['--version'], {
      stdio: 'ignore',
      shell: process.platform === 'win32',
    });
  } catch {
    throw new Problem(`The command "${command}" was not found.`, remedy);
  }
}
