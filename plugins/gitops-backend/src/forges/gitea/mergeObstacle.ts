import { minimatch } from 'minimatch';
import { z } from 'zod';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { readStatuses } from './pullRequestContext';
import { GiteaPullRequest } from './pullRequestFields';

const branchSchema = z.object({
  enable_status_check: z.boolean().catch(false),
  status_check_contexts: z.array(z.string()).nullish(),
});

/** Gitea says that required statuses are missing, and not which: two requests name them. */
export async function mergeObstacle(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  pullRequest: GiteaPullRequest;
}): Promise<string | undefined> {
  const { api, repository, pullRequest } = options;
  if (!pullRequest.mergeable) {
    return `it conflicts with ${pullRequest.base.ref}, or ${api.host} has not checked it yet`;
  }
  const branch = await api.request({
    repository,
    action: `read what branch ${pullRequest.base.ref} requires`,
    path: ['branches', ...pullRequest.base.ref.split('/')],
    schema: branchSchema,
  });
  if (!branch.enable_status_check) return undefined;
  const statuses = await readStatuses({
    api,
    repository,
    sha: pullRequest.head.sha,
  });
  const lacking = (branch.status_check_contexts ?? []).filter(pattern => {
    const meant = statuses.filter(({ context }) =>
      minimatch(context, pattern, { dot: true }),
    );
    return (
      meant.length === 0 ||
      meant.some(({ status }) => status !== 'success' && status !== 'skipped')
    );
  });
  return lacking.length > 0
    ? `it lacks the required ${lacking.join(', ')}`
    : undefined;
}
