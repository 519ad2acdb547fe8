import { z } from 'zod';
import { missing } from '../missing';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';

interface CommentOptions {
  api: GithubApi;
  repository: GithubRepository;
  number: number;
  marker: string;
  body: string;
}

const answerSchema = z.object({
  repository: z
    .object({
      pullRequest: z
        .object({
          id: z.string(),
          comments: z.object({
            nodes: z.array(
              z.object({
                id: z.string(),
                body: z.string(),
                viewerDidAuthor: z.boolean(),
              }),
            ),
            pageInfo: z.object({
              hasNextPage: z.boolean(),
              endCursor: z.string().nullable(),
            }),
          }),
        })
        .nullish(),
    })
    .nullable(),
});

/** Reads, then writes the comment or writes it anew: two requests, and one when it is there as it should be. */
export async function writeComment(options: CommentOptions): Promise<void> {
  const { api, repository, number, marker } = options;
  const body = options.body.includes(marker)
    ? options.body
    : `${options.body}\n\n${marker}`;
  const { subjectId, comment } = await find(options);
  if (comment?.body === body) return;
  await api.graphql({
    repository,
    action: `comment on pull request ${number}`,
    query: comment
      ? `mutation ($id: ID!, $body: String!) {
          updateIssueComment(input: { id: $id, body: $body }) { clientMutationId }
        }`
      : `mutation ($id: ID!, $body: String!) {
          addComment(input: { subjectId: $id, body: $body }) { clientMutationId }
        }`,
    variables: { id: comment?.id ?? subjectId, body },
    schema: z.unknown(),
  });
}

/** Ours is among the first comments as a rule, so the pages are read from the start. */
async function find(options: CommentOptions) {
  const { api, repository, number, marker } = options;
  for (let after: string | null = null; ;) {
    const answer: z.infer<typeof answerSchema> = await api.graphql({
      repository,
      action: `read the comments of pull request ${number}`,
      query: `query ($owner: String!, $name: String!, $number: Int!, $after: String) {
        repository(owner: $owner, name: $name) {
          pullRequest(number: $number) {
            id
            comments(first: 100, after: $after) {
              nodes { id body viewerDidAuthor }
              pageInfo { hasNextPage endCursor }
            }
          }
        }
      }`,
      variables: {
        owner: repository.owner,
        name: repository.name,
        number,
        after,
      },
      schema: answerSchema,
    });
    if (!answer.repository) throw missing({ api, repository });
    const { pullRequest } = answer.repository;
    if (!pullRequest) {
      throw missing({ api, repository, what: `pull request ${number}` });
    }
    const { nodes, pageInfo } = pullRequest.comments;
    const comment = nodes.find(
      ({ viewerDidAuthor, body }) => viewerDidAuthor && body.includes(marker),
    );
    if (comment || !pageInfo.hasNextPage) {
      return { subjectId: pullRequest.id, comment };
    }
    after = pageInfo.endCursor;
  }
}
