import { structuredPatch } from 'diff';
import { ManifestProblem } from '../ManifestProblem';
import { parseValueFile } from '../values/ValueFile';
import { splice } from '../yaml/ByteEdit';
import { secretsIn } from './secretsIn';
import { HIDDEN, hideLines } from './unifiedDiff';

/**
 * The unified diff of a file that is replaced as a whole, added (no `before`) or removed (no `after`), with secrets
 * hidden on both sides. What isn't YAML, JSON or TOML can't be searched for secrets, so it is only said that it changes.
 */
export function fileDiff(options: {
  path: string;
  before: string | undefined;
  after: string | undefined;
}): string {
  const { path, before, after } = options;
  const head = [
    before === undefined ? '--- /dev/null' : `--- a/${path}`,
    after === undefined ? '+++ /dev/null' : `+++ b/${path}`,
  ];
  const [old, now] = [before, after].map(content =>
    content === undefined ? '' : withoutSecrets({ path, content }),
  );
  if (old === undefined || now === undefined) {
    return [...head, '(not shown: no YAML, JSON or TOML)', ''].join('\n');
  }
  const { hunks } = structuredPatch(
    path,
    path,
    old,
    now,
    undefined,
    undefined,
    { context: 3 },
  );
  const lines = hunks.flatMap(hunk => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines,
  ]);
  const shown = lines.length > 0 ? lines : [`(only ${HIDDEN} values differ)`];
  return [...head, ...shown, ''].join('\n');
}

function withoutSecrets(file: {
  path: string;
  content: string;
}): string | undefined {
  if (!/(\.(ya?ml|json|toml)|(^|\/)Kustomization)$/i.test(file.path)) {
    return undefined;
  }
  try {
    return splice(
      file.content,
      secretsIn(parseValueFile(file)).map(([start, end]) => ({
        start,
        end,
        replacement: hideLines(file.content.slice(start, end)),
      })),
    );
  } catch (error) {
    if (error instanceof ManifestProblem) {
      return undefined;
    }
    throw error;
  }
}
