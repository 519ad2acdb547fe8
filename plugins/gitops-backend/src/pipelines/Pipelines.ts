import { Pipeline } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';

/** How versions of services get from environment to environment: the portal's config, and each service's own file. */
export interface Pipelines {
  /**
   * The pipeline of a service, from what is stored: never calls a forge. A file that has mistakes counts as it was
   * before, with the mistakes in `problems`; one that was never read counts as not there.
   */
  of(options: {
    entityRef: string;
    targets: readonly StoredTarget[];
  }): Promise<Pipeline>;

  /** The same for many services at once, by entity ref. */
  ofMany(entityRefs: readonly string[]): Promise<Map<string, Pipeline>>;

  /** The same, after reading the file again from the forge. A forge that does not answer leaves what was stored. */
  fresh(options: {
    entityRef: string;
    targets: readonly StoredTarget[];
  }): Promise<Pipeline>;
}
