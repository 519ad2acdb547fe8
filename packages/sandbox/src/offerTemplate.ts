import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Copies a template and its skeletons, with this forge in the place of github.com: a template names the hosts that it
 * may create repositories on. Returns the copy of the file.
 */
export function offerTemplate(options: {
  /** The template's file; its folder is copied. */
  file: string;
  directory: string;
  forgeUrl: string;
}): string {
  const { file, directory, forgeUrl } = options;
  const folder = dirname(file);
  const copy = join(directory, basename(folder));
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  const template = join(copy, basename(file));
  writeFileSync(
    template,
    readFileSync(file, 'utf8').replaceAll('github.com', new URL(forgeUrl).host),
  );
  return template;
}
