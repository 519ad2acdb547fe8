import { PullRequest } from '../../domain';
import { accountSource } from '../accountSource';
import { FieldResolvers } from '../GraphqlContext';
import { PullRequestSource } from '../sources';

interface AutoMergeSource {
  source: PullRequestSource;
  autoMerge: NonNullable<PullRequest['autoMerge']>;
}

/** That a pull request is merged when it can be; null when it is not asked for. */
export function autoMergeSource(
  source: PullRequestSource,
): AutoMergeSource | null {
  const { autoMerge } = source.pullRequest;
  return autoMerge && { source, autoMerge };
}

export const autoMergeRequestFields: FieldResolvers<AutoMergeSource> = {
  authorEmail: () => null,
  commitBody: ({ autoMerge }) => autoMerge.message,
  commitHeadline: ({ autoMerge }) => autoMerge.title,
  enabledAt: ({ autoMerge }) => autoMerge.enabledAt,
  enabledBy: ({ autoMerge }, _args, { forge }) =>
    accountSource(forge.users.get(autoMerge.enabledById)),
  mergeMethod: ({ autoMerge }) => autoMerge.method.toUpperCase(),
  pullRequest: ({ source }) => source,
};
