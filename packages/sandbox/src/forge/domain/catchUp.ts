import { NO_OBJECT } from '../git/GitRefs';
import { PullRequests } from './PullRequests';
import { MoveHandler, Repositories } from './Repositories';

/** After a process died between the move of a branch and what follows from it: makes up for it. */
export async function catchUp(options: {
  repositories: Repositories;
  pullRequests: PullRequests;
  follow: MoveHandler;
}): Promise<void> {
  const { repositories, pullRequests, follow } = options;
  for (const repository of repositories.list()) {
    const open = pullRequests.list(repository, { state: 'open' });
    if (open.length === 0) continue;
    const { refs } = await repositories.git(repository);
    const actor = repositories.ownerOf(repository);
    for (const { head, base, headSha, baseSha } of open) {
      for (const [branch, before] of [
        [head, headSha],
        [base, baseSha],
      ]) {
        const ref = `refs/heads/${branch}`;
        const after = refs.get(ref) ?? NO_OBJECT;
        if (before === after) continue;
        await follow({ repository, actor, ref, before, after });
      }
    }
  }
}
