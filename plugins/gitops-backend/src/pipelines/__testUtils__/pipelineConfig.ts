import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readGitopsConfig } from '../../config';
import { PipelineConfig } from '../resolvePipeline';

/** A portal with dev, staging, and prod-eu and prod-us after it; `gitops` is laid over that. */
export function pipelineConfig(
  gitops: { promotions?: JsonObject; environments?: JsonObject[] } = {},
): PipelineConfig {
  return readGitopsConfig(
    new ConfigReader({
      gitops: {
        environments: [
          { name: 'dev' },
          { name: 'staging', after: ['dev'] },
          { name: 'prod-eu', after: ['staging'] },
          { name: 'prod-us', after: ['staging'] },
        ],
        ...gitops,
      },
    }),
  );
}
