import { nodeId } from '../../domain/nodeIds';
import { accountSource } from '../accountSource';
import { readCommit } from '../gitObject';
import { FieldResolvers } from '../GraphqlContext';
import {
  labelSource,
  pullRequestPath,
  pullRequestSource,
} from '../pullRequestSource';
import { teamSource } from '../teamSource';
import { TimelineEventSource } from '../sources';
import { urlOf } from '../urls';

/** The events of a pull request: each type has some of these fields. */
export const timelineEventFields: FieldResolvers<TimelineEventSource> = {
  id: ({ event }) => nodeId('TimelineEvent', event.id),
  actor: ({ event }, _args, { forge }) =>
    accountSource(forge.users.get(event.actorId)),
  createdAt: ({ event }) => event.createdAt,
  pullRequest: ({ repo, pullRequest }) => pullRequestSource(repo, pullRequest),
  closable: ({ repo, pullRequest }) => pullRequestSource(repo, pullRequest),
  labelable: ({ repo, pullRequest }) => pullRequestSource(repo, pullRequest),
  assignable: ({ repo, pullRequest }) => pullRequestSource(repo, pullRequest),
  closer: () => null,
  stateReason: () => null,
  commit: async ({ repo, event }) => readCommit(repo, event.sha),
  mergeRef: () => null,
  mergeRefName: ({ pullRequest }) => pullRequest.base,
  headRefName: ({ pullRequest }) => pullRequest.head,
  label: ({ repo, event }, _args, { forge }) => {
    const label = forge.labels
      .list(repo.repository)
      .find(({ id }) => id === event.labelId);
    return label ? labelSource(repo, label) : null;
  },
  requestedReviewer: ({ event }, _args, { forge }) => {
    if (event.userId) return accountSource(forge.users.get(event.userId));
    return event.teamId
      ? teamSource(forge.users.team(event.teamId), forge.users)
      : null;
  },
  assignee: ({ event }, _args, { forge }) =>
    event.userId ? accountSource(forge.users.get(event.userId)) : null,
  resourcePath: source => path(source),
  url: (source, _args, context) => urlOf(context, path(source)),
};

function path({ repo, pullRequest, event }: TimelineEventSource): string {
  return `${pullRequestPath(repo, pullRequest)}#event-${event.id}`;
}
