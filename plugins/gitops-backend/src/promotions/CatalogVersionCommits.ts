import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../forges/Forges';
import { VersionCommits } from './actions/pullRequestContent';
import { commitsBetween } from './plan/versionCommits';

const limit = 50;

/** What is new between the versions of a promotion, in the source repository that the catalog names. */
export class CatalogVersionCommits implements VersionCommits {
  readonly #options: CatalogVersionCommitsOptions;

  static create(options: CatalogVersionCommitsOptions): CatalogVersionCommits {
    return new CatalogVersionCommits(options);
  }

  private constructor(options: CatalogVersionCommitsOptions) {
    this.#options = options;
  }

  async commitsOf({ entityRef, plan }: Promotion) {
    const { auth, catalog, forges } = this.#options;
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (!entity) return undefined;
    return commitsBetween({
      forges,
      entity,
      fromVersion: plan.fromVersion,
      toVersion: plan.toVersion,
      limit,
    });
  }
}

/** What the commits are found with. */
export interface CatalogVersionCommitsOptions {
  auth: AuthService;
  catalog: CatalogService;
  forges: Forges;
}
