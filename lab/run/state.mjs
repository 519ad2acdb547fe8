import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { stateDir, stateFile as file } from '../paths.mjs';

/** What is known of the running lab, or undefined when there is none. */
export function readState() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Written before and after each start, so that what runs can always be found and ended. */
export function writeState(state) {
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, {
    mode: 0o600,
  });
  renameSync(`${file}.new`, file);
}

/** Removes everything that a running lab made. */
export function removeState() {
  rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
}
