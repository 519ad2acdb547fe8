import { NotFoundError } from '@backstage/errors';
import { spawn } from 'child_process';
import { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ForgeDomain, Repository } from '../domain';
import { gitEnvironment } from '../git/runGit';
import { actorOf } from './actor';
import { answerGitErrors } from './answerGitErrors';
import { avatarOf } from './avatar';

/** What GitHub has on hosts of their own: raw files, archives and avatars. */
export function createFilesRouter(forge: ForgeDomain): Router {
  const router = PromiseRouter();

  const repositoryOf = (request: Request): Repository => {
    const { owner, repo } = request.params;
    const repository = forge.repositories.byName({ owner, name: repo });
    if (!forge.access.mayRead(repository, actorOf(request))) {
      throw new NotFoundError('Not Found');
    }
    return repository;
  };

  router.get('/raw/:owner/:repo/:path(*)', async (request, response) => {
    const git = await forge.repositories.git(repositoryOf(request));
    const parts = request.params.path.replace(/^refs\/heads\//, '').split('/');
    // A branch may have slashes in its name, so where it ends is tried.
    for (let length = 1; length < parts.length; length++) {
      const sha = await git.resolve(parts.slice(0, length).join('/'));
      if (sha === undefined) continue;
      const { tree } = await git.commit(sha);
      const entry = await git.entry(tree, parts.slice(length).join('/'));
      const body = entry && (await git.blob(entry.sha));
      if (!entry || !body) continue;
      response
        .set({
          'content-type': 'text/plain; charset=utf-8',
          'cache-control': 'max-age=0',
          'x-content-type-options': 'nosniff',
          etag: `"${entry.sha}"`,
        })
        .send(body);
      return;
    }
    throw new NotFoundError('404: Not Found');
  });

  for (const [kind, format, mime] of [
    ['tarball', 'tar.gz', 'application/x-gzip'],
    ['zipball', 'zip', 'application/zip'],
  ]) {
    router.get(
      [
        `/api/v3/repos/:owner/:repo/${kind}`,
        `/api/v3/repos/:owner/:repo/${kind}/:ref(*)`,
      ],
      (request, response) => {
        const repository = repositoryOf(request);
        const ref = request.params.ref || repository.defaultBranch;
        const name = forge.urls.fullName(repository);
        response.redirect(
          302,
          `${forge.urls.base}/_codeload/${name}/legacy.${format}/${encodeURI(ref)}`,
        );
      },
    );
    router.get(
      `/_codeload/:owner/:repo/legacy.${format}/:ref(*)`,
      async (request, response) => {
        const repository = repositoryOf(request);
        const git = await forge.repositories.git(repository);
        const { sha } = await git.commit(request.params.ref);
        const { owner, repo } = request.params;
        const folder = `${owner}-${repo}-${sha.slice(0, 7)}`;
        response.set({
          'content-type': mime,
          'content-disposition': `attachment; filename=${folder}.${format}`,
          etag: `"${sha}"`,
        });
        await pipeArchive({
          directory: git.directory,
          args: ['archive', `--format=${format}`, `--prefix=${folder}/`, sha],
          response,
        });
      },
    );
  }

  router.get('/avatars/u/:id', (request, response) => {
    response
      .type('image/svg+xml')
      .set('cache-control', 'public, max-age=3600')
      .send(avatarOf(forge.users.get(Number(request.params.id))));
  });
  router.use(answerGitErrors());
  return router;
}

async function pipeArchive(options: {
  directory: string;
  args: string[];
  response: Response;
}): Promise<void> {
  const { directory, args, response } = options;
  await new Promise<void>((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: directory,
      env: gitEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    response.on('close', () => child.kill());
    child.stdout.pipe(response);
    child.on('error', reject);
    child.on('close', () => resolve());
  });
}
