import { AuthenticationError, NotFoundError } from '@backstage/errors';
import { spawn } from 'child_process';
import { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { Readable } from 'stream';
import { createGunzip } from 'zlib';
import { ForbiddenError, ForgeDomain, Repository, User } from '../domain';
import { gitEnvironment } from '../git/runGit';
import { actorOf } from './actor';
import { answerGitErrors } from './answerGitErrors';
import { refuseProtectedPush } from './protectedPush';

type Service = 'git-upload-pack' | 'git-receive-pack';

/** Git's smart HTTP protocol: clone, fetch and push, with or without `.git` at the end of the name. */
export function createGitRouter(forge: ForgeDomain): Router {
  const router = PromiseRouter();
  const repositoryPath = String.raw`^/([^/]+)/([^/]+?)(?:\.git)?`;

  router.get(
    new RegExp(`${repositoryPath}/info/refs$`),
    async (request, response) => {
      const service = serviceOf(String(request.query.service));
      if (!service) {
        throw new ForbiddenError('Please upgrade your git client.');
      }
      const { repository } = authorize({ forge, request, service });
      const { directory } = await forge.repositories.git(repository);
      response
        .set({
          'content-type': `application/x-${service}-advertisement`,
          'cache-control': 'no-cache',
        })
        .write(`${packetLine(`# service=${service}\n`)}0000`);
      await pipeGit({
        directory,
        args: [service.slice(4), '--stateless-rpc', '--advertise-refs', '.'],
        request,
        response,
      });
      response.end();
    },
  );

  router.post(
    new RegExp(`${repositoryPath}/(git-upload-pack|git-receive-pack)$`),
    async (request, response) => {
      const service = serviceOf(request.params[2]);
      if (!service) throw new NotFoundError('Not Found');
      const { repository, actor } = authorize({ forge, request, service });
      const git = await forge.repositories.git(repository);
      response.set({
        'content-type': `application/x-${service}-result`,
        'cache-control': 'no-cache',
      });
      const isZipped = /gzip/.test(request.headers['content-encoding'] ?? '');
      await pipeGit({
        directory: git.directory,
        environment:
          service === 'git-receive-pack'
            ? await refuseProtectedPush({ forge, repository, git })
            : {},
        args: [service.slice(4), '--stateless-rpc', '.'],
        input: isZipped ? request.pipe(createGunzip()) : request,
        request,
        response,
      });
      // The answer ends only when everybody knows of the push, so that whoever pushed finds it in the API.
      if (service === 'git-receive-pack' && actor) {
        await forge.repositories.afterPush(repository, actor);
      }
      response.end();
    },
  );
  router.use(answerGitErrors());
  return router;
}

/** Anonymous requests for what needs a name are asked for one, rather than refused. */
function authorize(options: {
  forge: ForgeDomain;
  request: Request;
  service: Service;
}): { repository: Repository; actor: User | undefined } {
  const { forge, request, service } = options;
  const actor = actorOf(request);
  const [owner, name] = [request.params[0], request.params[1]];
  const repository = forge.repositories.find({ owner, name });
  if (!repository || !forge.access.mayRead(repository, actor)) {
    if (!actor) throw new AuthenticationError('Repository not found.');
    throw new NotFoundError('Repository not found.');
  }
  if (service === 'git-receive-pack') {
    if (!actor) throw new AuthenticationError('No anonymous write access.');
    if (repository.archived) {
      throw new ForbiddenError(
        'This repository was archived so it is read-only.',
      );
    }
    if (!forge.access.mayWrite(repository, actor)) {
      throw new ForbiddenError('Write access to repository not granted.');
    }
  }
  return { repository, actor: actor?.user };
}

async function pipeGit(options: {
  directory: string;
  environment?: Record<string, string>;
  args: string[];
  input?: Readable;
  request: Request;
  response: Response;
}): Promise<void> {
  const { directory, environment, args, input, request, response } = options;
  const protocol = request.headers['git-protocol'];
  await new Promise<void>((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: directory,
      env: {
        ...gitEnvironment(),
        ...environment,
        ...(typeof protocol === 'string' && { GIT_PROTOCOL: protocol }),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    // Git may end before it has read everything, and so may the client.
    child.stdin.on('error', () => undefined);
    if (input) input.pipe(child.stdin);
    else child.stdin.end();
    input?.on('error', () => child.kill());
    response.on('close', () => child.kill());
    child.stdout.pipe(response, { end: false });
    child.on('error', reject);
    child.on('close', () => resolve());
  });
}

function serviceOf(name: string): Service | undefined {
  return name === 'git-upload-pack' || name === 'git-receive-pack'
    ? name
    : undefined;
}

function packetLine(text: string): string {
  return `${(text.length + 4).toString(16).padStart(4, '0')}${text}`;
}
