import { ServiceUnavailableError } from '@backstage/errors';
import { z } from 'zod';
import { statusDescription } from '../statusDescription';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { readCommit } from './history';

/** Sets a commit status: one request. */
export async function setCommitStatus(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  sha: string;
  context: string;
  state: 'pending' | 'success' | 'failure';
  description: string;
  url: string;
}): Promise<void> {
  const { api, repository, sha, context, state, description, url } = options;
  try {
    await api.request({
      repository,
      action: `set the status ${context} of commit ${sha}`,
      method: 'POST',
      path: ['statuses', sha],
      body: {
        context,
        state,
        description: statusDescription(description),
        target_url: url,
      },
      schema: z.unknown(),
    });
  } catch (error) {
    // Of a commit that is not there Gitea says that it failed itself.
    if (error instanceof ServiceUnavailableError) {
      await readCommit({ api, repository, sha });
    }
    throw error;
  }
}
