import { PullRequest } from './model';
import { ValidationError } from './problems';
import { PullRequests } from './PullRequests';

/** The pull request as it is now, if it is open and its head is the expected one. Throws {@link ValidationError}. */
export function requireOpen(
  pullRequests: PullRequests,
  options: { pullRequest: PullRequest; expectedHead?: string },
): PullRequest {
  const pullRequest = pullRequests.get(options.pullRequest.id);
  const { expectedHead } = options;
  if (pullRequest.state !== 'open') throw refused('Pull request is closed');
  if (expectedHead && expectedHead !== pullRequest.headSha) {
    throw refused('Head branch was modified. Review and try again.');
  }
  return pullRequest;
}

/** GitHub begins the sentences of its queue and of auto-merge with the name of the kind. */
export function refused(message: string): ValidationError {
  const text = `Pull request ${message}`;
  return new ValidationError(
    [{ resource: 'PullRequest', code: 'custom', message: text }],
    text,
  );
}
