import { z } from 'zod';
import { statusDescription } from '../statusDescription';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';

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
        description: statusDescription(description),
        target_url: url,
      }),
  });
}
