import { Labels } from './Labels';
import { Label, PullRequest, Team, User } from './model';
import { ValidationError } from './problems';
import { PullRequests } from './PullRequests';

/** Labels, assignees and requested reviewers of pull requests. */
export class Triage {
  static create(options: {
    pullRequests: PullRequests;
    labels: Labels;
  }): Triage {
    return new Triage(options.pullRequests, options.labels);
  }

  private constructor(
    private readonly pullRequests: PullRequests,
    private readonly labels: Labels,
  ) {}

  labelsOf(pullRequest: PullRequest): Label[] {
    return pullRequest.labelIds.map(id => this.labels.get(id));
  }

  /** By name; unknown ones are created. */
  addLabels(options: {
    pullRequest: PullRequest;
    actor: User;
    names: string[];
    date?: string;
  }): PullRequest {
    const { pullRequest, actor, names, date } = options;
    const repository = this.pullRequests.repositoryOf(pullRequest);
    let current = this.pullRequests.get(pullRequest.id);
    for (const name of names) {
      const label = this.labels.ensure(repository, name);
      if (current.labelIds.includes(label.id)) continue;
      current = this.pullRequests.record({
        pullRequest,
        actor,
        date,
        change: { labelIds: [...current.labelIds, label.id] },
        timeline: [{ event: 'labeled', labelId: label.id }],
        event: { action: 'labeled', label },
      });
    }
    return current;
  }

  removeLabel(options: {
    pullRequest: PullRequest;
    actor: User;
    label: Label;
  }): PullRequest {
    const { pullRequest, actor, label } = options;
    const current = this.pullRequests.get(pullRequest.id);
    if (!current.labelIds.includes(label.id)) return current;
    return this.pullRequests.record({
      pullRequest,
      actor,
      change: { labelIds: current.labelIds.filter(id => id !== label.id) },
      timeline: [{ event: 'unlabeled', labelId: label.id }],
      event: { action: 'unlabeled', label },
    });
  }

  setLabels(options: {
    pullRequest: PullRequest;
    actor: User;
    names: string[];
  }): PullRequest {
    const { pullRequest, actor, names } = options;
    const wanted = new Set(names.map(name => name.toLowerCase()));
    for (const label of this.labelsOf(this.pullRequests.get(pullRequest.id))) {
      if (!wanted.has(label.name.toLowerCase())) {
        this.removeLabel({ pullRequest, actor, label });
      }
    }
    return this.addLabels({ pullRequest, actor, names });
  }

  setAssignees(options: {
    pullRequest: PullRequest;
    actor: User;
    users: User[];
  }): PullRequest {
    const { pullRequest, actor, users } = options;
    const before = this.pullRequests.get(pullRequest.id).assigneeIds;
    const after = [...new Set(users.map(({ id }) => id))];
    const added = after.filter(id => !before.includes(id));
    const removed = before.filter(id => !after.includes(id));
    return this.pullRequests.record({
      pullRequest,
      actor,
      change: { assigneeIds: after },
      timeline: [
        ...added.map(userId => ({ event: 'assigned' as const, userId })),
        ...removed.map(userId => ({ event: 'unassigned' as const, userId })),
      ],
      event: added.length > 0 ? { action: 'assigned' } : undefined,
    });
  }

  /** Adds to those who are asked already. */
  requestReviews(options: {
    pullRequest: PullRequest;
    actor: User;
    users: User[];
    teams?: Team[];
    date?: string;
  }): PullRequest {
    const { pullRequest, actor, users, teams = [], date } = options;
    if (users.some(({ id }) => id === pullRequest.authorId)) {
      throw new ValidationError(
        [
          {
            resource: 'PullRequest',
            code: 'custom',
            message: 'Review cannot be requested from pull request author.',
          },
        ],
        'Review cannot be requested from pull request author.',
      );
    }
    let current = this.pullRequests.get(pullRequest.id);
    for (const reviewer of users) {
      if (current.requestedReviewerIds.includes(reviewer.id)) continue;
      current = this.pullRequests.record({
        pullRequest,
        actor,
        date,
        change: {
          requestedReviewerIds: [...current.requestedReviewerIds, reviewer.id],
        },
        timeline: [{ event: 'review_requested', userId: reviewer.id }],
        event: { action: 'review_requested', reviewer },
      });
    }
    for (const team of teams) {
      if (current.requestedTeamIds.includes(team.id)) continue;
      current = this.pullRequests.record({
        pullRequest,
        actor,
        date,
        change: { requestedTeamIds: [...current.requestedTeamIds, team.id] },
        timeline: [{ event: 'review_requested', teamId: team.id }],
        event: { action: 'review_requested', team },
      });
    }
    return current;
  }

  removeReviewRequests(options: {
    pullRequest: PullRequest;
    actor: User;
    users: User[];
    teams?: Team[];
  }): PullRequest {
    const { pullRequest, actor, users, teams = [] } = options;
    const current = this.pullRequests.get(pullRequest.id);
    const userIds = users.map(({ id }) => id);
    const teamIds = teams.map(({ id }) => id);
    return this.pullRequests.record({
      pullRequest,
      actor,
      change: {
        requestedReviewerIds: current.requestedReviewerIds.filter(
          id => !userIds.includes(id),
        ),
        requestedTeamIds: current.requestedTeamIds.filter(
          id => !teamIds.includes(id),
        ),
      },
      timeline: [
        ...userIds.map(userId => ({
          event: 'review_request_removed' as const,
          userId,
        })),
        ...teamIds.map(teamId => ({
          event: 'review_request_removed' as const,
          teamId,
        })),
      ],
      event: { action: 'review_request_removed' },
    });
  }
}
