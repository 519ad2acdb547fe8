import { isError } from '@backstage/errors';
import PromiseRouter from 'express-promise-router';
import { Router } from 'express';
import { z } from 'zod';
import { ForgeDomain, PullRequest, User, ValidationError } from '../../domain';
import { readPageRepository } from '../PageRepository';
import { sameOriginOnly } from '../sameOrigin';
import { viewerOf } from '../session';

const formSchema = z.object({
  body: z.string().trim().catch(''),
  method: z.enum(['merge', 'squash', 'rebase']).catch('merge'),
});

interface Request {
  forge: ForgeDomain;
  pullRequest: PullRequest;
  actor: User;
  form: z.infer<typeof formSchema>;
}

type Action = (request: Request) => unknown;

const actions: Record<string, Action> = {
  merge: async ({ forge, pullRequest, actor, form }) =>
    forge.merging.merge({ pullRequest, actor, method: form.method }),
  close: ({ forge, ...request }) => {
    comment({ forge, ...request });
    forge.pullRequests.close(request);
  },
  reopen: async ({ forge, ...request }) => forge.pullRequests.reopen(request),
  comment: request => comment(request),
  approve: ({ forge, pullRequest, actor, form }) =>
    forge.reviews.submit({
      pullRequest,
      actor,
      state: 'APPROVED',
      body: form.body,
    }),
  'request-changes': ({ forge, pullRequest, actor, form }) =>
    forge.reviews.submit({
      pullRequest,
      actor,
      state: 'CHANGES_REQUESTED',
      body: form.body || 'Changes are needed.',
    }),
};

/** What the forms of a pull request do. What is refused is said on its page. */
export function pullRequestActionRoutes(forge: ForgeDomain): Router {
  const router = PromiseRouter();
  router.post(
    '/:owner/:name/pull/:number/:action',
    sameOriginOnly(),
    async (request, response) => {
      const { owner, name, action, number } = request.params;
      const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
      const at = await readPageRepository(forge, { owner, name });
      const pullRequest = forge.pullRequests.byNumber(
        at.repository,
        Number(number),
      );
      const path = `${at.root}/pull/${pullRequest.number}`;
      if (!run) {
        response.status(404).type('text/plain').send('There is no such form.');
        return;
      }
      const actor = viewerOf(forge, request);
      const form = formSchema.parse(request.body ?? {});
      try {
        if (!forge.access.mayWrite(at.repository, actorOf(actor))) {
          throw new Error(
            `${actor.login} may not write to ${at.root.slice(1)}`,
          );
        }
        await run({ forge, pullRequest, actor, form });
        response.redirect(303, path);
      } catch (error) {
        const notice = encodeURIComponent(messageOf(error));
        response.redirect(303, `${path}?notice=${notice}`);
      }
    },
  );
  return router;
}

function actorOf(user: User) {
  return { user, access: 'write' as const };
}

function comment({ forge, pullRequest, actor, form }: Request): void {
  if (form.body !== '') {
    forge.comments.add({ pullRequest, actor, body: form.body });
  }
}

function messageOf(error: unknown): string {
  if (error instanceof ValidationError) return error.reason;
  return isError(error) ? error.message : 'That did not work.';
}
