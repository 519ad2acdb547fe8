import { Checks } from './Checks';
import { Protection, PullRequest, Repository } from './model';
import { Protections } from './Protections';
import { Repositories } from './Repositories';
import { Reviews } from './Reviews';

/** Whether a pull request can be merged, in GitHub's words. */
export interface Mergeable {
  /** Null when it is closed, so that nobody asks. */
  mergeable: boolean | null;
  state:
    'behind' | 'blocked' | 'clean' | 'dirty' | 'draft' | 'unknown' | 'unstable';
  /** What the protection of the base branch still requires, in sentences. */
  obstacles: string[];
  protection?: Protection;
}

const CACHED = 1_000;
const WORDS = { failure: 'failing', pending: 'pending', success: 'passing' };

/** Finds out whether pull requests can be merged: from their real content, and what protects their base. */
export class Mergeability {
  static create(options: {
    repositories: Repositories;
    protections: Protections;
    reviews: Reviews;
    checks: Checks;
  }): Mergeability {
    return new Mergeability(
      options.repositories,
      options.protections,
      options.reviews,
      options.checks,
    );
  }

  /** By the two commits: what they merge to never changes. */
  readonly #merges = new Map<string, Promise<boolean>>();

  private constructor(
    private readonly repositories: Repositories,
    private readonly protections: Protections,
    private readonly reviews: Reviews,
    private readonly checks: Checks,
  ) {}

  async of(pullRequest: PullRequest): Promise<Mergeable> {
    if (pullRequest.state === 'closed') {
      return { mergeable: null, state: 'unknown', obstacles: [] };
    }
    const repository = this.repositories.get(pullRequest.repositoryId);
    const { refs } = await this.repositories.git(repository);
    const base = refs.get(`refs/heads/${pullRequest.base}`);
    if (!base) return { mergeable: null, state: 'unknown', obstacles: [] };
    const head = pullRequest.headSha;
    const protection = this.protections.find(repository, pullRequest.base);
    if (!(await this.#merge({ repository, base, head }))) {
      return { mergeable: false, state: 'dirty', obstacles: [], protection };
    }
    const obstacles = this.#obstacles({ repository, pullRequest });
    const isBehind = await this.#isBehind({ repository, pullRequest, base });
    if (isBehind) obstacles.push('Head branch is out of date.');
    const rollup = this.checks.rollup(repository, head);
    const state = () => {
      if (pullRequest.draft) return 'draft';
      if (isBehind) return 'behind';
      if (obstacles.length > 0) return 'blocked';
      return rollup === null || rollup === 'success' ? 'clean' : 'unstable';
    };
    return { mergeable: true, state: state(), obstacles, protection };
  }

  #obstacles(options: {
    repository: Repository;
    pullRequest: PullRequest;
  }): string[] {
    const { repository, pullRequest } = options;
    const protection = this.protections.find(repository, pullRequest.base);
    const obstacles: string[] = [];
    switch (this.reviews.decision(pullRequest)) {
      case 'REVIEW_REQUIRED': {
        const required = protection?.reviews?.requiredApprovals ?? 1;
        obstacles.push(
          `At least ${required} approving review${required === 1 ? ' is' : 's are'} required by reviewers with write access.`,
        );
        break;
      }
      case 'CHANGES_REQUESTED':
        obstacles.push('Changes have been requested by a reviewer.');
        break;
      default:
    }
    const outcomes = this.checks.outcomes(repository, pullRequest.headSha);
    for (const context of protection?.checks?.contexts ?? []) {
      const outcome = outcomes.get(context);
      if (outcome !== 'success') {
        const found = outcome === undefined ? 'expected' : WORDS[outcome];
        obstacles.push(`Required status check "${context}" is ${found}.`);
      }
    }
    return obstacles;
  }

  async #isBehind(options: {
    repository: Repository;
    pullRequest: PullRequest;
    base: string;
  }): Promise<boolean> {
    const { repository, pullRequest, base } = options;
    const protection = this.protections.find(repository, pullRequest.base);
    if (!protection?.checks?.strict) return false;
    const git = await this.repositories.git(repository);
    return !(await git.isAncestor(base, pullRequest.headSha));
  }

  async #merge(options: {
    repository: Repository;
    base: string;
    head: string;
  }): Promise<boolean> {
    const { repository, base, head } = options;
    const key = `${base} ${head}`;
    const known = this.#merges.get(key);
    if (known) return known;
    const merge = this.repositories
      .git(repository)
      .then(async git => (await git.merge(base, head)).tree !== undefined);
    this.#merges.set(key, merge);
    merge.catch(() => this.#merges.delete(key));
    for (const oldest of this.#merges.keys()) {
      if (this.#merges.size <= CACHED) break;
      this.#merges.delete(oldest);
    }
    return merge;
  }
}
