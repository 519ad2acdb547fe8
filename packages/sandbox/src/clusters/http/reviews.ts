import { Response } from 'express';
import { z } from 'zod';
import { Access, AccessRequest, ClusterUser } from '../auth/Access';
import { badRequest } from '../StatusError';

/** Questions that are asked by creating an object, which is answered and not stored. */
export const reviewKinds = [
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
  },
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    plural: 'selfsubjectreviews',
    kind: 'SelfSubjectReview',
  },
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    plural: 'tokenreviews',
    kind: 'TokenReview',
  },
];

const accessReview = z.object({
  spec: z.object({
    resourceAttributes: z
      .object({
        verb: z.string().optional(),
        group: z.string().optional(),
        resource: z.string().optional(),
        subresource: z.string().optional(),
        namespace: z.string().optional(),
        name: z.string().optional(),
      })
      .optional(),
    nonResourceAttributes: z
      .object({ path: z.string().optional(), verb: z.string().optional() })
      .optional(),
  }),
});

const tokenReview = z.object({ spec: z.object({ token: z.string() }) });

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badRequest(`${issue.path.join('.')}: ${issue.message}`);
  }
  return parsed.data;
}

const userInfo = ({ user, role }: ClusterUser) => ({
  username: user,
  groups: [
    ...(role === 'admin' ? ['system:masters'] : []),
    'system:authenticated',
  ],
});

function statusOf(options: {
  plural: string;
  body: unknown;
  caller: ClusterUser;
  access: Access;
}): object {
  const { plural, body, caller, access } = options;
  switch (plural) {
    case 'selfsubjectaccessreviews': {
      const { spec } = read(accessReview, body);
      const allowed = spec.resourceAttributes
        ? access.allows(caller, toRequest(spec.resourceAttributes))
        : caller.role === 'admin' || spec.nonResourceAttributes?.verb === 'get';
      return { allowed };
    }
    case 'selfsubjectrulesreviews':
      return {
        incomplete: false,
        resourceRules: access.rulesOf(caller),
        nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['*'] }],
      };
    case 'selfsubjectreviews':
      return { userInfo: userInfo(caller) };
    default: {
      const user = access.userOf(read(tokenReview, body).spec.token);
      return user
        ? { authenticated: true, user: userInfo(user) }
        : {
            authenticated: false,
            error: '[invalid bearer token, unknown token]',
          };
    }
  }
}

function toRequest(
  given: NonNullable<
    z.infer<typeof accessReview>['spec']['resourceAttributes']
  >,
): AccessRequest {
  const { verb = '', group = '', resource = '', ...rest } = given;
  return { ...rest, verb, group, resource };
}

/** Answers a review: the object that was posted, with its status. */
export function answerReview(options: {
  plural: string;
  body: unknown;
  caller: ClusterUser;
  access: Access;
  response: Response;
}): void {
  const kind = reviewKinds.find(each => each.plural === options.plural);
  const posted = read(z.looseObject({}).default({}), options.body);
  options.response.status(201).json({
    ...posted,
    kind: kind?.kind,
    apiVersion: `${kind?.group}/${kind?.version}`,
    metadata: { creationTimestamp: null },
    status: statusOf(options),
  });
}
