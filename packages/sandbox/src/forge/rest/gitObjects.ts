import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { nodeId, ValidationError } from '../domain';
import { TreeChange } from '../git/editTree';
import { GitRepository } from '../git/GitRepository';
import { timestamp } from '../git/objectFormats';
import { readableGit, writable } from './locate';
import { presentGitCommit } from './present/commit';
import { presentTree } from './present/tree';
import { bodyOf, mediaOf } from './query';
import { RestRoutes, viewOf } from './RestContext';

const signatureSchema = z.object({
  name: z.string(),
  email: z.string(),
  date: z.string().optional(),
});
const treeSchema = z.object({
  base_tree: z.string().nullish(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z
        .enum(['100644', '100755', '040000', '160000', '120000'])
        .default('100644'),
      type: z.enum(['blob', 'tree', 'commit']).optional(),
      sha: z.string().nullish(),
      content: z.string().optional(),
    }),
  ),
});
const blobSchema = z.object({
  content: z.string(),
  encoding: z.enum(['utf-8', 'utf8', 'base64']).default('utf-8'),
});
const commitSchema = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: signatureSchema.optional(),
  committer: signatureSchema.optional(),
});

/** Trees, blobs and commits as Git has them. */
export const gitObjectRoutes: RestRoutes = (router, context) => {
  const { forge } = context;

  router.get(
    '/repos/:owner/:repo/git/trees/:ref(*)',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const name = request.params.ref;
      const commit = await git.resolve(name);
      const sha = commit ? (await git.commit(commit)).tree : name;
      const object = await git.object(sha);
      if (object?.type !== 'tree') throw new NotFoundError('Not Found');
      const recursive = request.query.recursive !== undefined;
      response.json(
        await presentTree(viewOf(context, request), {
          repository,
          git,
          sha: object.sha,
          recursive,
        }),
      );
    },
  );

  router.post('/repos/:owner/:repo/git/trees', async (request, response) => {
    const { repository } = writable(context, request);
    const git = await forge.repositories.git(repository);
    const body = bodyOf(request, { resource: 'Tree', schema: treeSchema });
    const changes = new Map<string, TreeChange>();
    const base = body.base_tree ? await treeOf(git, body.base_tree) : undefined;
    for (const { path, mode, sha, content } of body.tree) {
      if (content !== undefined) {
        changes.set(path, { mode, sha: await git.writeBlob(content) });
      } else if (sha === null) {
        if (!base || !(await git.entry(base, path))) {
          throw new ValidationError([], 'GitRPC::BadObjectState');
        }
        changes.set(path, null);
      } else if (sha !== undefined && base && (await git.tree(sha))) {
        // A directory joins what is there, as it does for GitHub: nothing is taken away.
        for (const entry of await git.walk(sha, path)) {
          if (entry.type !== 'tree') changes.set(entry.path, entry);
        }
      } else if (sha === undefined || !(await git.object(sha))) {
        throw new ValidationError([], `tree.sha ${sha} is not a valid blob`);
      } else {
        changes.set(path, { mode, sha });
      }
    }
    const sha = await git.writeTree({
      base,
      changes,
    });
    const view = viewOf(context, request);
    response
      .status(201)
      .json(
        await presentTree(view, { repository, git, sha, recursive: false }),
      );
  });

  router.get(
    '/repos/:owner/:repo/git/blobs/:sha',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const { sha } = request.params;
      const body = await git.blob(sha);
      if (!body) throw new NotFoundError('Not Found');
      if (mediaOf(request) === 'raw') {
        response.type('application/vnd.github.raw; charset=utf-8').send(body);
        return;
      }
      response.json({
        sha,
        node_id: nodeId('Blob', `${repository.id}:${sha}`),
        size: body.length,
        url: `${forge.urls.repositoryApi(repository)}/git/blobs/${sha}`,
        content: body.toString('base64'),
        encoding: 'base64',
      });
    },
  );

  router.post('/repos/:owner/:repo/git/blobs', async (request, response) => {
    const { repository } = writable(context, request);
    const git = await forge.repositories.git(repository);
    const body = bodyOf(request, { resource: 'Blob', schema: blobSchema });
    const encoding = body.encoding === 'base64' ? 'base64' : 'utf8';
    const sha = await git.writeBlob(Buffer.from(body.content, encoding));
    const url = `${forge.urls.repositoryApi(repository)}/git/blobs/${sha}`;
    response.status(201).location(url).json({ sha, url });
  });

  router.get(
    '/repos/:owner/:repo/git/commits/:sha',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const commit = await git.commit(request.params.sha);
      const view = viewOf(context, request);
      response.json(presentGitCommit(view, { repository, commit }));
    },
  );

  router.post('/repos/:owner/:repo/git/commits', async (request, response) => {
    const { repository, actor } = writable(context, request);
    const git = await forge.repositories.git(repository);
    const body = bodyOf(request, { resource: 'Commit', schema: commitSchema });
    const given = body.author ?? { ...actor, date: undefined };
    const author = { ...given, date: timestamp(given.date) };
    for (const parent of body.parents) {
      if ((await git.object(parent))?.type !== 'commit') {
        throw new ValidationError(
          [],
          'Parent SHA does not exist or is not a commit object',
        );
      }
    }
    const sha = await git.writeCommit({
      tree: await treeOf(git, body.tree),
      parents: body.parents,
      author,
      committer: body.committer
        ? { ...body.committer, date: timestamp(body.committer.date) }
        : author,
      message: body.message,
    });
    const view = viewOf(context, request);
    const commit = await git.commit(sha);
    response.status(201).json(presentGitCommit(view, { repository, commit }));
  });

  router.get('/repos/:owner/:repo/git/tags/:sha', async (request, response) => {
    const { repository, git } = await readableGit(context, request);
    const tag = await git.object(request.params.sha);
    if (tag?.type !== 'tag') throw new NotFoundError('Not Found');
    const field = (name: string) =>
      tag.body.toString().match(new RegExp(`^${name} (.*)$`, 'm'))?.[1] ?? '';
    const [, name = '', email = '', seconds = '0'] =
      field('tagger').match(/^(.*) <(.*)> (\d+)/) ?? [];
    const url = forge.urls.repositoryApi(repository);
    response.json({
      node_id: nodeId('Tag', `${repository.id}:${tag.sha}`),
      sha: tag.sha,
      url: `${url}/git/tags/${tag.sha}`,
      tag: field('tag'),
      message: tag.body.toString().split('\n\n').slice(1).join('\n\n'),
      tagger: {
        name,
        email,
        date: timestamp(new Date(Number(seconds) * 1000)),
      },
      object: {
        sha: field('object'),
        type: field('type'),
        url: `${url}/git/${field('type')}s/${field('object')}`,
      },
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    });
  });
};

/** A tree by its id or that of a commit. */
async function treeOf(git: GitRepository, sha: string): Promise<string> {
  const object = await git.object(sha);
  if (object?.type === 'commit') return (await git.commit(sha)).tree;
  if (object?.type === 'tree') return object.sha;
  throw new ValidationError([], 'Tree SHA does not exist');
}
