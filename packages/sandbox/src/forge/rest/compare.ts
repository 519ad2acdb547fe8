import { NotFoundError } from '@backstage/errors';
import { presentCommit, presentFile } from './present/commit';
import { readableGit } from './locate';
import { mediaOf, pageOf, paginate } from './query';
import { RestRoutes, viewOf } from './RestContext';

const COMMITS = 250;
const FILES = 300;

/** What one commit has that another has not. */
export const compareRoutes: RestRoutes = (router, context) => {
  const { forge } = context;

  router.get(
    '/repos/:owner/:repo/compare/:range(*)',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const [, baseName = '', headName = ''] =
        request.params.range.match(/^(.+?)\.\.\.?(.+)$/) ?? [];
      const owner = forge.repositories.ownerOf(repository).login;
      const [base, head] = await Promise.all(
        [baseName, headName].map(async name => {
          const own = name.startsWith(`${owner}:`)
            ? name.slice(owner.length + 1)
            : name;
          const sha = await git.resolve(own);
          if (sha === undefined) throw new NotFoundError('Not Found');
          return git.commit(sha);
        }),
      );
      const mergeBase = await git.mergeBase(base.sha, head.sha);
      if (mergeBase === undefined) {
        throw new NotFoundError(
          `No common ancestor between ${baseName} and ${headName}.`,
        );
      }
      if (mediaOf(request) === 'diff') {
        response
          .type('application/vnd.github.diff; charset=utf-8')
          .send(await git.diffText(mergeBase, head.sha));
        return;
      }
      const { ahead, behind } = await git.distance(base.sha, head.sha);
      const commits = await git.log({ sha: head.sha, not: [base.sha] });
      const isPaged =
        request.query.page !== undefined ||
        request.query.per_page !== undefined;
      const oldestFirst = commits.reverse();
      const page = isPaged
        ? paginate(oldestFirst, {
            request,
            response,
            baseUrl: forge.urls.base,
          })
        : oldestFirst.slice(-COMMITS);
      const files =
        pageOf(request).page === 1 ? await git.diff(mergeBase, head.sha) : [];
      const view = viewOf(context, request);
      const api = `${forge.urls.repositoryApi(repository)}/compare`;
      const web = `${forge.urls.repository(repository)}/compare`;
      const names = `${encodeURIComponent(baseName)}...${encodeURIComponent(headName)}`;
      response.json({
        url: `${api}/${names}`,
        html_url: `${web}/${names}`,
        permalink_url: `${web}/${base.sha}...${head.sha}`,
        diff_url: `${web}/${names}.diff`,
        patch_url: `${web}/${names}.patch`,
        base_commit: presentCommit(view, { repository, commit: base }),
        merge_base_commit: presentCommit(view, {
          repository,
          commit: await git.commit(mergeBase),
        }),
        status: statusOf({ ahead, behind }),
        ahead_by: ahead,
        behind_by: behind,
        total_commits: ahead,
        commits: page.map(commit =>
          presentCommit(view, { repository, commit }),
        ),
        files: files
          .slice(0, FILES)
          .map(file => presentFile(view, { repository, file, sha: head.sha })),
      });
    },
  );
};

function statusOf({ ahead, behind }: { ahead: number; behind: number }) {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
