import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { fairleadAnnotations } from '@fairlead/backstage-plugin-gitops-common';

/** What the catalog says about the pipeline file of a service. */
export interface PipelineEntities {
  /** The value of `fairlead/pipeline-file`; undefined when the entity has none, or is not there. */
  annotationOf(entityRef: string): Promise<string | undefined>;
}

/** Asks the catalog, as the plugin itself. */
export class CatalogPipelineEntities implements PipelineEntities {
  readonly #options: { auth: AuthService; catalog: CatalogService };

  static create(options: {
    auth: AuthService;
    catalog: CatalogService;
  }): CatalogPipelineEntities {
    return new CatalogPipelineEntities(options);
  }

  private constructor(options: { auth: AuthService; catalog: CatalogService }) {
    this.#options = options;
  }

  async annotationOf(entityRef: string): Promise<string | undefined> {
    const { auth, catalog } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    return entity?.metadata.annotations?.[fairleadAnnotations.pipelineFile];
  }
}
