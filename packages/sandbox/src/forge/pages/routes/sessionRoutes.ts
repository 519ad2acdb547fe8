import { Router } from 'express';
import { z } from 'zod';
import { ForgeDomain } from '../../domain';
import { sameOriginOnly } from '../sameOrigin';
import { sessionCookie } from '../session';

const formSchema = z.object({ login: z.string(), path: z.string().optional() });

/** Choosing who to be. */
export function sessionRoutes(forge: ForgeDomain): Router {
  const router = Router();
  router.post('/session', sameOriginOnly(), (request, response) => {
    const form = formSchema.safeParse(request.body);
    const user = form.success ? forge.users.find(form.data.login) : undefined;
    if (user?.type !== 'User') {
      response.status(400).type('text/plain').send('There is no such user.');
      return;
    }
    response.append('set-cookie', sessionCookie(user.login));
    response.redirect(303, ownPath(form.data?.path));
  });
  return router;
}

/** A path of this forge, and never one of another host. */
function ownPath(path: string | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : '/';
}
