import { LoggerService } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import { PromotionPlan } from '@fairlead/backstage-plugin-gitops-common';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { ForgeUser, UserForges } from '../../forges/UserForges';
import { withCause } from '../../withCause';
import { forgeProblem } from '../observe/forgeProblem';
import { TrackedPromotion } from '../TrackedPromotion';
import { KeptTokens } from './KeptTokens';

/** A request whose pull request is to be opened as the user who made it. */
export interface OpenAs {
  /** Throws AuthenticationError when the forge does not let the user read what is to be written to. */
  check(plan: PromotionPlan): Promise<void>;
  /** Called before they are stored, so that nobody looks at them without the token. */
  keep(promotions: readonly Pick<TrackedPromotion, 'id'>[]): void;
}

/**
 * Opens pull requests as the users who asked for them, with their own forge tokens. What comes after that is the
 * portal's: the token is gone as soon as the pull request is open, after ten minutes, and with the process.
 */
export class OpeningAsUser {
  static create(options: {
    forges: UserForges;
    logger: LoggerService;
    tokens?: KeptTokens;
  }): OpeningAsUser {
    const { forges, logger, tokens = KeptTokens.create() } = options;
    return new OpeningAsUser(forges, logger, tokens);
  }

  private constructor(
    private readonly forges: UserForges,
    private readonly logger: LoggerService,
    private readonly tokens: KeptTokens,
  ) {}

  /** Where the user of a plan has to have a token; undefined when the portal has no forge for it. */
  wanted({ repoUrl }: PromotionPlan): { host: string } | undefined {
    const host = this.forges.hostOf(repoUrl);
    return host ? { host } : undefined;
  }

  by(user: ForgeUser): OpenAs {
    return {
      check: plan => this.#check(plan, user),
      keep: promotions => {
        for (const { id } of promotions) this.tokens.keep(id, user);
      },
    };
  }

  has({ id }: Pick<TrackedPromotion, 'id'>): boolean {
    return this.tokens.of(id) !== undefined;
  }

  /**
   * Opens it, or finds the one that an earlier attempt has opened, without labels: those are the portal's. Returns why
   * the portal has to open it instead, where the forge refuses the user. Throws what will pass by itself.
   */
  async open(
    { id }: Pick<TrackedPromotion, 'id'>,
    content: OpenPullRequestOptions,
  ): Promise<{ refused?: string }> {
    const { repoUrl } = content;
    const by = this.tokens.of(id);
    const forge = by && this.forges.asUser({ repoUrl, by });
    if (!forge) return { refused: 'there is no token of theirs' };
    try {
      await forge.openPullRequest({ ...content, labels: [] });
      return {};
    } catch (error) {
      const { kind, message, retryAt } = forgeProblem(error);
      // A limit is that of the user, and not the portal's.
      if (kind === 'outage' && !retryAt) throw error;
      this.logger.info(
        `The pull request of promotion ${id} can't be opened as ${by.user}, the portal opens it: ${message}`,
      );
      return { refused: message };
    }
  }

  forget(promotionId: string): void {
    this.tokens.forget(promotionId);
  }

  stop(): void {
    this.tokens.forgetAll();
  }

  async #check(
    { repoUrl, baseBranch }: PromotionPlan,
    by: ForgeUser,
  ): Promise<void> {
    try {
      await this.forges
        .asUser({ repoUrl, by })
        ?.readTree({ repoUrl, ref: baseBranch, files: [], directories: [] });
    } catch (error) {
      const { kind, message } = forgeProblem(error);
      if (kind === 'outage') throw error;
      throw withCause(
        new AuthenticationError(
          `The pull request is to be opened as you, but the forge does not accept your token: ${message}. Sign in to ${this.forges.hostOf(repoUrl)} again, with an account that has access to the repository.`,
        ),
        error,
      );
    }
  }
}
