import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import { ForgeToken } from './ForgeToken';

/** Somebody who lets the portal act for them on a forge. */
export interface ForgeUser {
  /** Entity ref, for messages and for the rate limit, which each user has to themselves. */
  user: string;
  token: ForgeToken;
}

/** The forges, used as somebody else than the portal. */
export interface UserForges {
  /** The host on which a repository's users have their tokens; undefined when no integration covers it. */
  hostOf(repoUrl: string): string | undefined;
  /** The forge of a repository, where everything is done as this user. Undefined when no integration covers it. */
  asUser(options: { repoUrl: string; by: ForgeUser }): Forge | undefined;
}
