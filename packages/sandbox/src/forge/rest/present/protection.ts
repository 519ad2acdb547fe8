import { Protection } from '../../domain';
import { View } from './View';

/** GitHub's `branch-protection`, and `protected-branch` which differs only in what is optional. */
export function presentProtection({ forge }: View, protection: Protection) {
  const repository = forge.repositories.get(protection.repositoryId);
  const url = protectionUrl({ forge }, protection);
  const { reviews, checks } = protection;
  return {
    url,
    ...(checks && {
      required_status_checks: {
        url: `${url}/required_status_checks`,
        contexts_url: `${url}/required_status_checks/contexts`,
        strict: checks.strict,
        contexts: checks.contexts,
        checks: checks.contexts.map(context => ({ context, app_id: null })),
      },
    }),
    ...(reviews && {
      required_pull_request_reviews: {
        url: `${url}/required_pull_request_reviews`,
        dismiss_stale_reviews: reviews.dismissStale,
        require_code_owner_reviews: reviews.codeOwners,
        required_approving_review_count: reviews.requiredApprovals,
        require_last_push_approval: reviews.lastPushApproval,
      },
    }),
    required_signatures: {
      url: `${url}/required_signatures`,
      enabled: protection.signatures,
    },
    enforce_admins: {
      url: `${url}/enforce_admins`,
      enabled: protection.enforceAdmins,
    },
    required_linear_history: { enabled: protection.linearHistory },
    allow_force_pushes: { enabled: protection.allowForcePushes },
    allow_deletions: { enabled: protection.allowDeletions },
    block_creations: { enabled: protection.blockCreations },
    required_conversation_resolution: {
      enabled: protection.conversationResolution,
    },
    lock_branch: { enabled: repository.archived },
    allow_fork_syncing: { enabled: false },
  };
}

function protectionUrl(
  { forge }: View,
  { repositoryId, branch }: Protection,
): string {
  const repository = forge.repositories.get(repositoryId);
  return `${forge.urls.repositoryApi(repository)}/branches/${encodeURIComponent(branch)}/protection`;
}
