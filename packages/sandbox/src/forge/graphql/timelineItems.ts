import { Connection, connection, PageArgs } from './connection';
import { GraphqlContext } from './GraphqlContext';
import { reviewSource } from './pullRequestSource';
import { PullRequestSource } from './sources';
import { pullRequestCommits, TimelineEvent } from '../domain';

export interface TimelineItemsArgs extends PageArgs {
  itemTypes?: string[] | null;
  since?: string | null;
  skip?: number | null;
}

const typeNames: Record<TimelineEvent['event'], string> = {
  assigned: 'AssignedEvent',
  unassigned: 'UnassignedEvent',
  closed: 'ClosedEvent',
  merged: 'MergedEvent',
  reopened: 'ReopenedEvent',
  renamed: 'RenamedTitleEvent',
  labeled: 'LabeledEvent',
  unlabeled: 'UnlabeledEvent',
  review_requested: 'ReviewRequestedEvent',
  review_request_removed: 'ReviewRequestRemovedEvent',
  ready_for_review: 'ReadyForReviewEvent',
  convert_to_draft: 'ConvertToDraftEvent',
  head_ref_deleted: 'HeadRefDeletedEvent',
  head_ref_restored: 'HeadRefRestoredEvent',
  head_ref_force_pushed: 'HeadRefForcePushedEvent',
  auto_merge_enabled: 'AutoMergeEnabledEvent',
  auto_merge_disabled: 'AutoMergeDisabledEvent',
  added_to_merge_queue: 'AddedToMergeQueueEvent',
  removed_from_merge_queue: 'RemovedFromMergeQueueEvent',
};

/** The types that have an event of their own. */
export const timelineEventTypes: readonly string[] = Object.values(typeNames);

interface Item {
  at: string;
  source: { __typename: string };
}

/** What has happened to a pull request, oldest first: events, commits, comments and reviews. */
export async function timelineItems(options: {
  source: PullRequestSource;
  args: TimelineItemsArgs;
  context: GraphqlContext;
}): Promise<Connection<{ __typename: string }> & Record<string, unknown>> {
  const { source, args, context } = options;
  const { itemTypes, since, skip } = args;
  const isWanted = (type: string) =>
    !itemTypes || itemTypes.includes(constantCase(type));
  const items = (await allItems(source, { context, isWanted }))
    .filter(({ at }) => !since || at >= since)
    .sort((a, b) => a.at.localeCompare(b.at))
    .slice(skip ?? 0);
  const page = connection('timelineItems', {
    all: items.map(item => item.source),
    args,
  });
  return {
    ...page,
    filteredCount: items.length,
    pageCount: page.nodes.length,
    updatedAt: source.pullRequest.updatedAt,
  };
}

async function allItems(
  { repo, pullRequest }: PullRequestSource,
  options: { context: GraphqlContext; isWanted: (type: string) => boolean },
): Promise<Item[]> {
  const { isWanted } = options;
  const { comments, reviews } = options.context.forge;
  const events = pullRequest.timeline
    .filter(({ event }) => isWanted(typeNames[event]))
    .map(event => ({
      at: event.createdAt,
      source: { __typename: typeNames[event.event], repo, pullRequest, event },
    }));
  const said = comments.list(pullRequest).map(comment => ({
    at: comment.createdAt,
    source: { __typename: 'IssueComment', repo, pullRequest, comment },
  }));
  const judged = reviews.list(pullRequest).map(review => ({
    at: review.submittedAt,
    source: reviewSource({ repo, pullRequest, review }),
  }));
  const commits = isWanted('PullRequestCommit')
    ? await pullRequestCommits({ git: repo.git, pullRequest })
    : [];
  return [
    ...commits.map(commit => ({
      at: commit.committer.date,
      source: { __typename: 'PullRequestCommit', repo, pullRequest, commit },
    })),
    ...events,
    ...(isWanted('IssueComment') ? said : []),
    ...(isWanted('PullRequestReview') ? judged : []),
  ];
}

function constantCase(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
