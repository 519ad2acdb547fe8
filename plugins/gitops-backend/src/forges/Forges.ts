import { Forge } from '@fairlead/backstage-plugin-gitops-node';

/** The forges that the portal's `integrations:` config has credentials for. */
export interface Forges {
  /** The forge of a repository, by its URL in any spelling that Git accepts (`https://…/x.git`, `git@host:x.git`). Undefined when no integration covers it. */
  forRepository(repoUrl: string): Forge | undefined;
  /** `https://host/owner/name`, without `.git`, credentials and trailing slash; undefined when it is no Git URL. */
  normalize(repoUrl: string): string | undefined;
}
