import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { z } from 'zod';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { GiteaPullRequest } from './pullRequestFields';

interface ReviewerOptions {
  repository: GiteaRepository;
  request: { reviewers: string[] };
}

/** People by login, and teams of the organization that owns the repository by `organization/team`. */
export function reviewersIn({ repository, request }: ReviewerOptions): {
  people: string[];
  teams: string[];
} {
  const own = `${repository.owner.toLowerCase()}/`;
  return {
    people: request.reviewers.filter(name => !name.includes('/')),
    teams: request.reviewers.flatMap(name =>
      name.toLowerCase().startsWith(own) ? [name.slice(own.length)] : [],
    ),
  };
}

/** Asks those who are not asked yet, one by one. That is not worth failing a promotion for, so it is only logged. */
export async function askForReviews(
  options: ReviewerOptions & {
    api: GiteaApi;
    logger: LoggerService;
    pullRequest: GiteaPullRequest;
  },
): Promise<void> {
  const { api, logger, repository, pullRequest } = options;
  const { people, teams } = reviewersIn(options);
  const asked = new Set([
    ...(pullRequest.requested_reviewers ?? []).map(({ login }) =>
      login.toLowerCase(),
    ),
    ...(pullRequest.requested_reviewers_teams ?? []).map(
      ({ name }) => `/${name.toLowerCase()}`,
    ),
  ]);
  const bodies = [
    ...people
      .filter(login => !asked.has(login.toLowerCase()))
      .map(login => ({ reviewers: [login], team_reviewers: [] })),
    ...teams
      .filter(name => !asked.has(`/${name.toLowerCase()}`))
      .map(name => ({ reviewers: [], team_reviewers: [name] })),
  ];
  for (const body of bodies) {
    try {
      await api.request({
        repository,
        action: `ask for a review of pull request ${pullRequest.number}`,
        method: 'POST',
        path: ['pulls', String(pullRequest.number), 'requested_reviewers'],
        body,
        schema: z.unknown(),
      });
    } catch (error) {
      logger.warn(
        `${[...body.reviewers, ...body.team_reviewers].join()} could not be asked: ${stringifyError(error)}`,
      );
    }
  }
}
