import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { GithubApi } from './GithubApi';
import { GithubRepository, parseGithubRepository } from './GithubRepository';
import {
  githubPullRequestSchema,
  pullRequestFields,
  toPullRequest,
} from './pullRequestFields';

/** GitHub ends a query after ten seconds; this many pull requests with checks and reviews stay far below. */
const BATCH = 50;

const answerSchema = z.object({
  repository: z
    .record(z.string(), githubPullRequestSchema.nullable())
    .nullable(),
});

/** Reads many pull requests: one request per repository and {@link BATCH}, because credentials may differ by repository. */
export async function readPullRequests(options: {
  api: GithubApi;
  requests: Array<{ repoUrl: string; number: number }>;
}): Promise<Array<PullRequest | undefined>> {
  const numbers = new Map<string, Set<number>>();
  for (const { repoUrl, number } of options.requests) {
    numbers.set(repoUrl, (numbers.get(repoUrl) ?? new Set()).add(number));
  }
  const found = new Map<string, PullRequest>();
  await Promise.all(
    [...numbers].map(async ([repoUrl, wanted]) => {
      const all = [...wanted];
      for (let start = 0; start < all.length; start += BATCH) {
        const batch = await readBatch({
          api: options.api,
          repository: parseGithubRepository(repoUrl),
          numbers: all.slice(start, start + BATCH),
        });
        batch.forEach(pr => found.set(`${repoUrl}#${pr.number}`, pr));
      }
    }),
  );
  return options.requests.map(({ repoUrl, number }) =>
    found.get(`${repoUrl}#${number}`),
  );
}

async function readBatch(options: {
  api: GithubApi;
  repository: GithubRepository;
  numbers: number[];
}): Promise<PullRequest[]> {
  const { api, repository, numbers } = options;
  const fields = numbers.map(
    (number, index) =>
      `p${index}: pullRequest(number: ${number}) { ...pullRequest }`,
  );
  const answer = await api.graphql({
    repository,
    action: 'read pull requests',
    query: `query ($owner: String!, $name: String!) {
      repository(owner: $owner, name: $name) { ${fields.join('\n')} }
    } ${pullRequestFields}`,
    variables: { owner: repository.owner, name: repository.name },
    schema: answerSchema,
  });
  return Object.values(answer.repository ?? {}).flatMap(pullRequest =>
    pullRequest ? [toPullRequest(pullRequest)] : [],
  );
}
