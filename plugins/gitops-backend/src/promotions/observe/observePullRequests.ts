import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import { Forges } from '../../forges/Forges';
import { PullRequestSighting } from '../Observation';
import { TrackedPromotion } from '../TrackedPromotion';
import { forgeProblem } from './forgeProblem';

interface Wanted {
  id: string;
  repoUrl: string;
  number: number;
}

/**
 * Reads the pull requests of many promotions at once: one call for each forge. When that fails, each repository is
 * asked for by itself, so that one without access does not hide the others.
 */
export async function observePullRequests(options: {
  forges: Forges;
  promotions: readonly TrackedPromotion[];
}): Promise<Map<string, PullRequestSighting>> {
  const { forges, promotions } = options;
  const sightings = new Map<string, PullRequestSighting>();
  const byForge = new Map<Forge, Wanted[]>();
  for (const { id, plan, pullRequest } of promotions) {
    const forge = forges.forRepository(plan.repoUrl);
    if (!pullRequest) continue;
    if (!forge) {
      sightings.set(id, { kind: 'problem', problem: noForge(plan.repoUrl) });
      continue;
    }
    const { number } = pullRequest;
    const wanted = { id, repoUrl: plan.repoUrl, number };
    byForge.set(forge, [...(byForge.get(forge) ?? []), wanted]);
  }
  await Promise.all(
    [...byForge].map(async ([forge, wanted]) => {
      for (const [id, sighting] of await readAll(forge, wanted)) {
        sightings.set(id, sighting);
      }
    }),
  );
  return sightings;
}

/** Why nothing can be done in a repository that no integration covers. */
export function noForge(repoUrl: string) {
  return {
    kind: 'refusal' as const,
    message: `no integration covers ${repoUrl}: add its host to "integrations" in the portal's config`,
  };
}

async function readAll(
  forge: Forge,
  wanted: Wanted[],
): Promise<Array<[string, PullRequestSighting]>> {
  try {
    const found = await forge.readPullRequests(
      wanted.map(({ repoUrl, number }) => ({ repoUrl, number })),
    );
    return wanted.map(({ id }, index) => {
      const pullRequest = found[index];
      return [
        id,
        pullRequest ? { kind: 'seen', pullRequest } : { kind: 'missing' },
      ];
    });
  } catch (error) {
    const repositories = [...new Set(wanted.map(({ repoUrl }) => repoUrl))];
    if (repositories.length > 1) {
      const answers = await Promise.all(
        repositories.map(repoUrl =>
          readAll(
            forge,
            wanted.filter(each => each.repoUrl === repoUrl),
          ),
        ),
      );
      return answers.flat();
    }
    const problem = forgeProblem(error);
    return wanted.map(({ id }) => [id, { kind: 'problem', problem }]);
  }
}
