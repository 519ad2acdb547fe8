import { ConflictError } from '@backstage/errors';
import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import {
  Forge,
  UpdatedPullRequest,
} from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { missing } from '../missing';
import { branchHeadFields, branchHeadSchema, branchHolds } from './branchHead';
import { mayHaveTakenEffect } from '../forgeErrors';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import {
  githubPullRequestSchema,
  pullRequestFields,
  toPullRequest,
} from './pullRequestFields';
import { parseStart, startQuery } from './startCommit';
import { writeCommit, writeTree } from './writeContent';

interface UpdateOptions {
  api: GithubApi;
  repository: GithubRepository;
  request: Parameters<Forge['updatePullRequest']>[0];
}

const answerSchema = z.object({
  repository: z
    .object({
      id: z.string(),
      start: z.unknown().optional(),
      pullRequest: githubPullRequestSchema
        .extend({
          id: z.string(),
          body: z.string(),
          headRef: z.object({ target: branchHeadSchema.nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullable(),
});
const describedSchema = z.object({
  updatePullRequest: z
    .object({ pullRequest: githubPullRequestSchema.nullish() })
    .nullish(),
});

/** Read, tree, commit, ref, title and body: five requests. The branch moves only if it is still where it was read. */
export async function updatePullRequest(
  options: UpdateOptions,
): Promise<UpdatedPullRequest> {
  const { request } = options;
  const found = await read(options);
  const { head } = found;
  if (found.pullRequest.state !== 'OPEN' || !head) {
    return { pullRequest: toPullRequest(found.pullRequest) };
  }
  const content = { ...options, content: request, start: found.start };
  const tree = await writeTree(content);
  const parent = request.baseSha;
  if (branchHolds({ head, tree, parent })) {
    return {
      pullRequest: await describe({ ...options, found, head: head.oid }),
    };
  }
  if (head.oid !== request.expectedHeadSha) return refuse(found);

  const commit = await writeCommit({ ...content, tree });
  try {
    await moveBranch({ ...options, found, from: head.oid, to: commit });
  } catch (error) {
    // Somebody was faster, or the connection broke: what is there now decides.
    if (!(error instanceof ConflictError) && !mayHaveTakenEffect(error)) {
      throw error;
    }
    const now = await read(options).catch(() => undefined);
    if (!now?.head || now.head.oid === head.oid) throw error;
    if (!branchHolds({ head: now.head, tree, parent })) return refuse(now);
    return {
      pullRequest: await describe({
        ...options,
        found: now,
        head: now.head.oid,
      }),
    };
  }
  return { pullRequest: await describe({ ...options, found, head: commit }) };
}

type Found = Awaited<ReturnType<typeof read>>;

async function read({ api, repository, request }: UpdateOptions) {
  const start = startQuery(request);
  const answer = await api.graphql({
    repository,
    action: `read pull request ${request.number}`,
    query: `query ($owner: String!, $name: String!, $number: Int!, ${start.declarations.join(', ')}) {
      repository(owner: $owner, name: $name) {
        id
        ${start.field}
        pullRequest(number: $number) {
          id body headRef { target { ${branchHeadFields} } } ...pullRequest
        }
      }
    } ${pullRequestFields}`,
    variables: {
      owner: repository.owner,
      name: repository.name,
      number: request.number,
      ...start.variables,
    },
    schema: answerSchema,
  });
  const found = answer.repository;
  if (!found) throw missing({ api, repository });
  const { pullRequest } = found;
  if (!pullRequest) {
    const what = `pull request ${request.number}`;
    throw missing({ api, repository, what });
  }
  const parsed = parseStart(found.start, request);
  if (!parsed) {
    throw missing({ api, repository, what: `commit ${request.baseSha}` });
  }
  return {
    repositoryId: found.id,
    pullRequest,
    head: pullRequest.headRef?.target ?? undefined,
    start: parsed,
  };
}

async function moveBranch(
  options: UpdateOptions & { found: Found; from: string; to: string },
): Promise<void> {
  const { api, repository, found, from, to } = options;
  const branch = found.pullRequest.headRefName;
  await api.graphql({
    repository,
    action: `move branch ${branch}`,
    query: `mutation ($input: UpdateRefsInput!) {
      updateRefs(input: $input) { clientMutationId }
    }`,
    variables: {
      input: {
        repositoryId: found.repositoryId,
        refUpdates: [
          {
            name: `refs/heads/${branch}`,
            beforeOid: from,
            afterOid: to,
            force: true,
          },
        ],
      },
    },
    schema: z.unknown(),
  });
}

/** Title and body, unless they are as wanted already. */
async function describe(
  options: UpdateOptions & { found: Found; head: string },
): Promise<PullRequest> {
  const { api, repository, request, found, head } = options;
  const { number, title, body } = request;
  const before = found.pullRequest;
  if (before.title === title && before.body === body) {
    return atHead(toPullRequest(before), head);
  }
  const answer = await api.graphql({
    repository,
    action: `describe pull request ${number}`,
    query: `mutation ($input: UpdatePullRequestInput!) {
      updatePullRequest(input: $input) { pullRequest { ...pullRequest } }
    } ${pullRequestFields}`,
    variables: { input: { pullRequestId: before.id, title, body } },
    schema: describedSchema,
  });
  const after = answer.updatePullRequest?.pullRequest;
  if (!after) {
    throw missing({ api, repository, what: `pull request ${number}` });
  }
  return atHead(toPullRequest(after), head);
}

/** GitHub tells of a new head a moment after it has moved; until then what it says is of the old one. */
function atHead(pullRequest: PullRequest, headSha: string): PullRequest {
  if (pullRequest.headSha === headSha) return pullRequest;
  return {
    ...pullRequest,
    headSha,
    checks: 'none',
    mergeable: 'unknown',
    approvals: 0,
  };
}

function refuse(found: Found): UpdatedPullRequest {
  const pullRequest = toPullRequest(found.pullRequest);
  return {
    pullRequest: atHead(pullRequest, found.head?.oid ?? pullRequest.headSha),
    refused: 'pushed-by-others',
  };
}
