import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labState } from './labState';

const run = promisify(execFile);

/** Ends programs of the lab and leaves the others, as `yarn lab stop` does. */
export async function stopPrograms(...names: string[]): Promise<void> {
  await lab('stop', names);
}

/** Starts them again, and resolves when they are well. */
export async function startPrograms(...names: string[]): Promise<void> {
  await lab('start', names);
}

/** Sets what the lab's metric provider answers: `metric/errors?value=3`, `gate/promotion?open=true`. */
export async function setMetric(path: string): Promise<void> {
  const response = await fetch(metricUrl(path), { method: 'PUT' });
  if (!response.ok) throw new Error(`The metric provider: ${response.status}`);
}

/** Address of a metric or a gate. */
export function metricUrl(path: string): string {
  return `http://127.0.0.1:${labState().ports.metrics}/${path}`;
}

async function lab(command: string, names: string[]): Promise<void> {
  const root = join(labState().dataDir, '..', '..', '..');
  await run(process.execPath, [
    join(root, 'lab', 'lab.mjs'),
    command,
    ...names,
  ]);
}
