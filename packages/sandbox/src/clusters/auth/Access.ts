import { KindRegistry } from '../kinds/KindRegistry';

/**
 * What somebody may do: read (but no Secrets), also change custom resources and ask other promotion systems to promote,
 * or everything.
 */
export type Role = 'reader' | 'writer' | 'admin';

/** Somebody whom the cluster knows by a bearer token. */
export interface ClusterUser {
  user: string;
  role: Role;
}

/** A token, and who it stands for. */
export interface ClusterToken extends ClusterUser {
  token: string;
}

/** What is to be allowed, in the words of RBAC. */
export interface AccessRequest {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

const readVerbs = ['get', 'list', 'watch'];

/** What a writer may create: objects that are requests, and deploy nothing themselves. */
const requestKinds = [{ group: 'kargo.akuity.io', resource: 'promotions' }];

/** Everybody who is known may ask about themselves, as `system:basic-user` allows. */
const selfReviews = new Set([
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
  'selfsubjectreviews',
]);

/** Who the callers are, and what each may do. */
export class Access {
  readonly #users: ReadonlyMap<string, ClusterUser>;
  readonly #kinds: KindRegistry;

  static create(options: {
    tokens: readonly ClusterToken[];
    kinds: KindRegistry;
  }): Access {
    return new Access(options);
  }

  private constructor(options: {
    tokens: readonly ClusterToken[];
    kinds: KindRegistry;
  }) {
    this.#users = new Map(
      options.tokens.map(({ token, user, role }) => [token, { user, role }]),
    );
    this.#kinds = options.kinds;
  }

  userOf(token: string): ClusterUser | undefined {
    return this.#users.get(token);
  }

  /** From an `Authorization` header. */
  authenticate(header: string | undefined): ClusterUser | undefined {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(header ?? '') ?? [];
    return token ? this.userOf(token) : undefined;
  }

  allows({ role }: ClusterUser, request: AccessRequest): boolean {
    if (role === 'admin') return true;
    if (request.verb === 'create' && selfReviews.has(request.resource)) {
      return true;
    }
    if (readVerbs.includes(request.verb)) {
      return !(request.group === '' && request.resource === 'secrets');
    }
    if (role === 'writer' && request.verb === 'create') {
      return requestKinds.some(
        ({ group, resource }) =>
          group === request.group && resource === request.resource,
      );
    }
    return (
      role === 'writer' &&
      ['patch', 'update'].includes(request.verb) &&
      Boolean(
        this.#kinds.byResource({
          group: request.group,
          plural: request.resource,
        })?.custom,
      )
    );
  }

  /** What the user may do, as the rules of a SelfSubjectRulesReview. */
  rulesOf({ role }: ClusterUser) {
    if (role === 'admin') {
      return [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
    }
    const kinds = this.#kinds.all();
    const groups = [...new Set(kinds.map(kind => kind.group))];
    const resourcesIn = (group: string, customOnly: boolean) =>
      kinds
        .filter(
          kind =>
            kind.group === group &&
            kind.plural !== 'secrets' &&
            (kind.custom || !customOnly),
        )
        .map(kind => kind.plural);
    const read = groups.map(group => ({
      verbs: readVerbs,
      apiGroups: [group],
      resources: resourcesIn(group, false),
    }));
    const write = groups.map(group => ({
      verbs: ['patch', 'update'],
      apiGroups: [group],
      resources: resourcesIn(group, true),
    }));
    return [
      ...read,
      ...(role === 'writer'
        ? [
            ...write.filter(rule => rule.resources.length > 0),
            ...requestKinds.map(({ group, resource }) => ({
              verbs: ['create'],
              apiGroups: [group],
              resources: [resource],
            })),
          ]
        : []),
    ];
  }
}
