import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { missing } from '../missing';
import { branchHeadFields, branchHeadSchema } from './branchHead';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import {
  githubPullRequestSchema,
  pullRequestFields,
  toPullRequest,
} from './pullRequestFields';
import { parseStart, startQuery } from './startCommit';

/** What has to be known before anything is written. */
export type PullRequestContext = Awaited<
  ReturnType<typeof readPullRequestContext>
>;

const idSchema = z.object({ id: z.string() });
const answerSchema = z
  .object({
    repository: z
      .object({
        id: z.string(),
        base: z.object({ target: z.unknown().optional() }).nullish(),
        head: z.object({ target: branchHeadSchema.nullish() }).nullish(),
        start: z.unknown().optional(),
        pullRequests: z.object({
          nodes: z.array(
            githubPullRequestSchema.extend({
              id: z.string(),
              isCrossRepository: z.boolean().nullish(),
              labels: z
                .object({ nodes: z.array(z.object({ name: z.string() })) })
                .nullish(),
            }),
          ),
        }),
      })
      .catchall(z.unknown())
      .nullable(),
  })
  .catchall(z.unknown());

/** Reads everything in one request: branches, the commit to write on, file modes, earlier pull requests, ids of labels and reviewers. */
export async function readPullRequestContext(options: {
  api: GithubApi;
  repository: GithubRepository;
  request: OpenPullRequestOptions;
}) {
  const { api, repository, request } = options;
  const people = request.reviewers.map(reviewer => reviewer.split('/'));
  const { data } = await api.graphqlPartial({
    repository,
    action: `look for branch ${request.headBranch}`,
    query: queryFor({ request, people }),
    variables: {
      owner: repository.owner,
      name: repository.name,
      base: `refs/heads/${request.baseBranch}`,
      head: `refs/heads/${request.headBranch}`,
      headName: request.headBranch,
      ...startQuery(request).variables,
      ...Object.fromEntries(request.labels.map((label, i) => [`l${i}`, label])),
      ...Object.fromEntries(
        people.flatMap(([login, team], i) => [
          [`u${i}`, login],
          ...(team ? [[`t${i}`, team]] : []),
        ]),
      ),
    },
    schema: answerSchema,
  });
  const found = data.repository;
  if (!found) throw missing({ api, repository });
  if (!found.base) {
    throw missing({ api, repository, what: `branch ${request.baseBranch}` });
  }
  const start = parseStart(found.start, request);
  if (!start) {
    throw missing({ api, repository, what: `commit ${request.baseSha}` });
  }
  const idsOf = (aliases: string[], answer: Record<string, unknown>) =>
    aliases.flatMap(alias => {
      const parsed = idSchema.safeParse(answer[alias]);
      return parsed.success ? [parsed.data.id] : [];
    });
  const teams = people.flatMap(([, team], i) => {
    const parsed = z
      .object({ team: idSchema })
      .safeParse(team ? data[`u${i}`] : undefined);
    return parsed.success ? [parsed.data.team.id] : [];
  });
  const earlier = found.pullRequests.nodes.filter(pr => !pr.isCrossRepository);
  const existing = earlier.find(pr => pr.state === 'OPEN') ?? earlier[0];
  return {
    repositoryId: found.id,
    head: found.head?.target ?? undefined,
    start,
    existing: existing && {
      id: existing.id,
      labels: existing.labels?.nodes.map(({ name }) => name) ?? [],
      pullRequest: toPullRequest(existing),
    },
    labelIds: idsOf(
      request.labels.map((_, i) => `l${i}`),
      found,
    ),
    userIds: idsOf(
      people.flatMap(([, team], i) => (team ? [] : [`u${i}`])),
      data,
    ),
    teamIds: teams,
  };
}

function queryFor(options: {
  request: OpenPullRequestOptions;
  people: string[][];
}): string {
  const { request, people } = options;
  const start = startQuery(request);
  const variables = [
    '$owner: String!, $name: String!, $base: String!, $head: String!, $headName: String!',
    ...start.declarations,
    ...request.labels.map((_, i) => `$l${i}: String!`),
    ...people.map(([, team], i) =>
      team ? `$u${i}: String!, $t${i}: String!` : `$u${i}: String!`,
    ),
  ];
  return `query (${variables.join(', ')}) {
    repository(owner: $owner, name: $name) {
      id
      base: ref(qualifiedName: $base) { target { oid } }
      head: ref(qualifiedName: $head) { target { ${branchHeadFields} } }
      ${start.field}
      pullRequests(headRefName: $headName, first: 20, orderBy: { field: CREATED_AT, direction: DESC }) {
        nodes { id isCrossRepository labels(first: 50) { nodes { name } } ...pullRequest }
      }
      ${request.labels.map((_, i) => `l${i}: label(name: $l${i}) { id }`).join('\n')}
    }
    ${people
      .map(([, team], i) =>
        team
          ? `u${i}: organization(login: $u${i}) { team(slug: $t${i}) { id } }`
          : `u${i}: user(login: $u${i}) { id }`,
      )
      .join('\n')}
  }
  ${pullRequestFields}`;
}
