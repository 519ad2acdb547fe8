import { NotFoundError } from '@backstage/errors';
import { nodeId, Repository } from '../domain';
import { readableGit } from './locate';
import { presentCommit } from './present/commit';
import { presentProtection } from './present/protection';
import { View } from './present/View';
import { paginate, param } from './query';
import { RestRoutes, viewOf } from './RestContext';

const unprotected = {
  enabled: false,
  required_status_checks: {
    enforcement_level: 'off',
    contexts: [],
    checks: [],
  },
};

/** Branches and tags. */
export const branchRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const baseUrl = forge.urls.base;

  router.get('/repos/:owner/:repo/branches', async (request, response) => {
    const { repository, git } = await readableGit(context, request);
    const wanted = param(request, 'protected');
    const branches = git.refs
      .list('refs/heads/')
      .map(({ ref, sha }) => ({ name: ref.slice('refs/heads/'.length), sha }))
      .filter(({ name }) => {
        const isProtected = forge.protections.find(repository, name);
        return wanted === undefined || (wanted === 'true') === !!isProtected;
      });
    const url = forge.urls.repositoryApi(repository);
    const view = viewOf(context, request);
    const page = paginate(branches, { request, response, baseUrl });
    response.json(
      page.map(({ name, sha }) => ({
        name,
        commit: { sha, url: `${url}/commits/${sha}` },
        ...protectionOf(view, { repository, name }),
      })),
    );
  });

  router.get(
    '/repos/:owner/:repo/branches/:branch',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const name = request.params.branch;
      const sha = git.refs.get(`refs/heads/${name}`);
      if (!sha) throw new NotFoundError('Branch not found');
      const view = viewOf(context, request);
      const self = `${forge.urls.repositoryApi(repository)}/branches/${encodeURIComponent(name)}`;
      response.json({
        name,
        commit: presentCommit(view, {
          repository,
          commit: await git.commit(sha),
        }),
        _links: {
          self,
          html: `${forge.urls.repository(repository)}/tree/${name}`,
        },
        ...protectionOf(view, { repository, name }),
      });
    },
  );

  router.get('/repos/:owner/:repo/tags', async (request, response) => {
    const { repository, git } = await readableGit(context, request);
    const url = forge.urls.repositoryApi(repository);
    const tags = git.refs.list('refs/tags/').reverse();
    const page = paginate(tags, { request, response, baseUrl });
    response.json(
      await Promise.all(
        page.map(async ({ ref }) => {
          const name = ref.slice('refs/tags/'.length);
          const { sha } = await git.commit(ref);
          return {
            name,
            node_id: nodeId('Ref', `${repository.id}:${ref}`),
            commit: { sha, url: `${url}/commits/${sha}` },
            zipball_url: `${url}/zipball/${ref}`,
            tarball_url: `${url}/tarball/${ref}`,
          };
        }),
      ),
    );
  });
};

function protectionOf(
  view: View,
  { repository, name }: { repository: Repository; name: string },
) {
  const { forge } = view;
  const found = forge.protections.find(repository, name);
  return {
    protected: found !== undefined,
    protection: found
      ? { enabled: true, ...presentProtection(view, found) }
      : unprotected,
    protection_url: `${forge.urls.repositoryApi(repository)}/branches/${encodeURIComponent(name)}/protection`,
  };
}
