import { z } from 'zod';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';

/** What GitHub accepts at most. */
const LONGEST = 140;

/** Sets a commit status: one request. */
export async function setCommitStatus(options: {
  api: GithubApi;
  repository: GithubRepository;
  sha: string;
  context: string;
  state: 'pending' | 'success' | 'failure';
  description: string;
  url: string;
}): Promise<void> {
  const { api, repository, sha, context, state, description, url } = options;
  await api.rest({
    repository,
    action: `set the status ${context} of commit ${sha}`,
    schema: z.unknown(),
    send: (octokit, basics) =>
      octokit.rest.repos.createCommitStatus({
        ...basics,
        sha,
        context,
        state,
        description: shortened(description),
        target_url: url,
      }),
  });
}

function shortened(text: string): string {
  const characters = [...text];
  // Counted as GitHub's database does, not in UTF-16: half of a character would be refused.
  return characters.length <= LONGEST
    ? text
    : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
