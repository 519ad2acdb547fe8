import { AuthenticationError } from '@backstage/errors';
import { Request, RequestHandler } from 'express';
import { Actor, ForgeDomain } from '../domain';

const actors = new WeakMap<Request, Actor>();

/**
 * Finds out who makes a request: by `Authorization: token X` or `Bearer X`, or by a token as the password (or the
 * name) of basic authentication. An unknown token makes it fail; none at all makes it anonymous.
 */
export function resolveActor(forge: ForgeDomain): RequestHandler {
  return (request, _response, next) => {
    const token = tokenOf(request.headers.authorization);
    if (token === undefined) {
      next();
      return;
    }
    const found = forge.users.byToken(token);
    if (!found) {
      next(new AuthenticationError('Bad credentials'));
      return;
    }
    actors.set(request, found);
    next();
  };
}

/** Who makes this request; undefined when it is anonymous. */
export function actorOf(request: Request): Actor | undefined {
  return actors.get(request);
}

/** Throws AuthenticationError when the request is anonymous. */
export function requireActor(request: Request): Actor {
  const actor = actorOf(request);
  if (!actor) throw new AuthenticationError('Requires authentication');
  return actor;
}

function tokenOf(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = header?.match(/^(\w+)\s+(.+)$/) ?? [];
  switch (scheme.toLowerCase()) {
    case 'token':
    case 'bearer':
      return value.trim();
    case 'basic': {
      const [name, ...password] = Buffer.from(value, 'base64')
        .toString()
        .split(':');
      const token = password.join(':');
      return token === '' || token === 'x-oauth-basic' ? name : token;
    }
    default:
      return undefined;
  }
}
