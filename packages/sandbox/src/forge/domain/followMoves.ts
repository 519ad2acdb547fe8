import { NO_OBJECT } from '../git/GitRefs';
import { Merging } from './Merging';
import { PullRequest } from './model';
import { Protections } from './Protections';
import { PullRequests } from './PullRequests';
import { MoveHandler, Repositories } from './Repositories';
import { Reviews } from './Reviews';

/** What the move of a branch means for the pull requests from it and to it. */
export function followMoves(services: {
  repositories: Repositories;
  pullRequests: PullRequests;
  protections: Protections;
  reviews: Reviews;
  merging: Merging;
}): MoveHandler {
  const { repositories, pullRequests, protections, reviews, merging } =
    services;

  const headMoved = async (
    pullRequest: PullRequest,
    move: Parameters<MoveHandler>[0],
  ) => {
    const { repository, actor, before, after } = move;
    const git = await repositories.git(repository);
    await git.refs.update({
      ref: `refs/pull/${pullRequest.number}/head`,
      to: after,
    });
    const isForced = !(await git.isAncestor(before, after));
    pullRequests.record({
      pullRequest,
      actor,
      change: {
        headSha: after,
        baseSha:
          git.refs.get(`refs/heads/${pullRequest.base}`) ?? pullRequest.baseSha,
      },
      timeline: isForced
        ? [{ event: 'head_ref_force_pushed', sha: after }]
        : [],
      event: { action: 'synchronize', before, after },
    });
    if (protections.find(repository, pullRequest.base)?.reviews?.dismissStale) {
      reviews
        .latestOpinions(pullRequest)
        .filter(({ state }) => state === 'APPROVED')
        .forEach(review => reviews.dismiss({ review, actor }));
    }
  };

  return async move => {
    const { repository, ref, before, after, actor } = move;
    if (!ref.startsWith('refs/heads/') || before === NO_OBJECT) return;
    const branch = ref.slice('refs/heads/'.length);
    const from = pullRequests.list(repository, { head: branch });
    const open = from.filter(({ state }) => state === 'open');
    if (after === NO_OBJECT) {
      from
        .filter(({ headSha }) => headSha === before)
        .forEach(pullRequest =>
          pullRequests.record({
            pullRequest,
            actor,
            change: {},
            timeline: [{ event: 'head_ref_deleted' }],
          }),
        );
      [
        ...open,
        ...pullRequests.list(repository, { base: branch, state: 'open' }),
      ].forEach(pullRequest => pullRequests.close({ pullRequest, actor }));
      return;
    }
    for (const pullRequest of open) await headMoved(pullRequest, move);

    const git = await repositories.git(repository);
    for (const pullRequest of pullRequests.list(repository, {
      base: branch,
      state: 'open',
    })) {
      if (await git.isAncestor(pullRequest.headSha, after)) {
        merging.markMerged({ pullRequest, actor, sha: after });
      }
    }
  };
}
