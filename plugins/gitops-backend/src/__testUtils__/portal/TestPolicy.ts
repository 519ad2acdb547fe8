import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { actorOf } from '../../http/actorOf';

/** What is forbidden: to everybody and on every service, where that is left open. */
interface Denial {
  permission: string;
  entityRef?: string;
  user?: string;
}

/** Allows everything but what a test forbids. */
export class TestPolicy {
  #denials: Denial[] = [];

  readonly service = mockServices.permissions.mock({
    authorize: async (requests, { credentials }) =>
      requests.map(request => ({
        result: this.allows({
          permission: request.permission.name,
          credentials,
          ...('resourceRef' in request && { entityRef: request.resourceRef }),
        })
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      })),
  });

  /** Forbids something until the returned function is called. */
  deny(denial: Denial): () => void {
    this.#denials.push(denial);
    return () => {
      this.#denials = this.#denials.filter(each => each !== denial);
    };
  }

  allows(request: {
    permission: string;
    entityRef?: string;
    credentials: BackstageCredentials;
  }): boolean {
    const asking = actorOf(request.credentials);
    return !this.#denials.some(
      ({ permission, entityRef, user }) =>
        permission === request.permission &&
        (!entityRef || entityRef === request.entityRef) &&
        (!user || user === asking),
    );
  }
}
