import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { coAuthor, identityOf } from './identityOf';

/** Finds the people who ask for promotions in the catalog, so that Git can name them. */
export class CatalogIdentities {
  static create(options: {
    auth: AuthService;
    catalog: CatalogService;
  }): CatalogIdentities {
    return new CatalogIdentities(options.auth, options.catalog);
  }

  private constructor(
    private readonly auth: AuthService,
    private readonly catalog: CatalogService,
  ) {}

  /** `Name <email>`; undefined for what is no person, or has no address in the catalog. */
  async coAuthorOf(requestedBy: string): Promise<string | undefined> {
    if (!requestedBy.startsWith('user:')) return undefined;
    const entity = await this.catalog.getEntityByRef(requestedBy, {
      credentials: await this.auth.getOwnServiceCredentials(),
    });
    const identity = entity && identityOf(entity);
    return identity && coAuthor(identity);
  }
}
