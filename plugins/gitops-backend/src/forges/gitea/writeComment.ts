import { ServiceUnavailableError } from '@backstage/errors';
import { z } from 'zod';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { OwnAccount } from './OwnAccount';
import { requestPullRequest } from './readPullRequests';

const commentsSchema = z.array(
  z.object({
    id: z.number(),
    body: z.string(),
    user: z.object({ login: z.string() }).nullish(),
  }),
);

/** Reads, then writes the comment or writes it anew: two requests, and one when it is there as it should be. */
export async function writeComment(options: {
  api: GiteaApi;
  account: OwnAccount;
  repository: GiteaRepository;
  number: number;
  marker: string;
  body: string;
}): Promise<void> {
  const { api, account, repository, number, marker } = options;
  const body = options.body.includes(marker)
    ? options.body
    : `${options.body}\n\n${marker}`;
  const comments = await readComments(options);
  const login = await account.login(repository);
  const comment = comments.find(
    each => each.user?.login === login && each.body.includes(marker),
  );
  if (comment?.body === body) return;
  await api.request({
    repository,
    action: `comment on pull request ${number}`,
    method: comment ? 'PATCH' : 'POST',
    path: comment
      ? ['issues', 'comments', String(comment.id)]
      : ['issues', String(number), 'comments'],
    body: { body },
    schema: z.unknown(),
  });
}

async function readComments(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  number: number;
}) {
  const { api, repository, number } = options;
  try {
    return await api.request({
      repository,
      action: `read the comments of pull request ${number}`,
      path: ['issues', String(number), 'comments'],
      schema: commentsSchema,
    });
  } catch (error) {
    // Of a pull request that is not there Gitea says that it failed itself.
    if (error instanceof ServiceUnavailableError) {
      await requestPullRequest(options);
    }
    throw error;
  }
}
