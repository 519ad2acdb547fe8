import { ServiceEnvironment } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';

/** Which environments a hotfix went past, and still lack it. */
export interface HotfixLacks {
  /** By name of the environment; one that lacks nothing may be left out. From what is stored. */
  lacks(options: {
    entityRef: string;
    environments: ReadonlyArray<{
      name: string;
      targets: readonly StoredTarget[];
    }>;
  }): Promise<ReadonlyMap<string, ServiceEnvironment['lacks']>>;
}
