import { access, chmod, mkdir, writeFile } from 'fs/promises';
import { join } from 'path';
import { isError } from '@backstage/errors';
import { ForgeDomain, Repository } from '../domain';
import { GitRepository } from '../git/GitRepository';

/** Git calls it for each ref that is pushed; the environment says which ones are refused, and why. */
const HOOK = `#!/bin/sh
printf '%s\\n' "$FAIRLEAD_PROTECTED" | while IFS='	' read -r ref why; do
  if [ "$ref" = "$1" ]; then
    echo "error: GH006: Protected branch update failed for $1." >&2
    echo "error: $why" >&2
    exit 1
  fi
done
`;

/** What Git has to be told to refuse pushes to branches that are changed by pull requests only. */
export async function refuseProtectedPush(options: {
  forge: ForgeDomain;
  repository: Repository;
  git: GitRepository;
}): Promise<Record<string, string>> {
  const { forge, repository, git } = options;
  const lines = forge.protections.list(repository).flatMap(({ branch }) => {
    const why = reasonOf(() =>
      forge.protections.refuseDirectPush(repository, branch),
    );
    return why === undefined ? [] : [`refs/heads/${branch}\t${why}`];
  });
  if (lines.length === 0) return {};
  const hooks = join(git.directory, 'fairlead-hooks');
  const hook = join(hooks, 'update');
  const exists = await access(hook).then(
    () => true,
    () => false,
  );
  if (!exists) {
    await mkdir(hooks, { recursive: true });
    await writeFile(hook, HOOK);
    await chmod(hook, 0o755);
  }
  return {
    FAIRLEAD_PROTECTED: lines.join('\n'),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.hooksPath',
    GIT_CONFIG_VALUE_0: hooks,
  };
}

function reasonOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return isError(error) ? error.message : String(error);
  }
}
