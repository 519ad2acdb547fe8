import { LoggerService } from '@backstage/backend-plugin-api';
import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { Knex } from 'knex';
import { GitopsConfig } from '../config';
import { Forges } from '../forges/Forges';
import { ClusterResources } from '../resources/ClusterResources';
import { ServedKinds } from '../resources/ServedKinds';
import { TargetAccess } from '../services/TargetAccess';
import { TargetsReader } from '../targets/StoredTarget';
import { DriftReader } from './DriftReader';
import { DriftService } from './DriftService';
import { FileUsers } from './FileUsers';
import { DriftClock } from './since/DriftClock';
import { DriftSinceStore } from './since/DriftSinceStore';

/** What drift is found with. */
export interface StartDriftOptions {
  access: TargetAccess;
  config: Pick<GitopsConfig, 'clusters' | 'promotions'>;
  engines: readonly GitOpsEngine[];
  forges: Forges;
  knex: Knex;
  logger: LoggerService;
  objects: ClusterResources;
  targets: TargetsReader;
}

/** Notes since when targets differ from Git, and answers in which fields. */
export function startDrift(options: StartDriftOptions): {
  drift: DriftService;
  stop(): Promise<void>;
} {
  const { config } = options;
  const since = DriftSinceStore.create(options);
  const stop = DriftClock.create({ ...options, store: since }).start();
  const clusters = config.clusters.map(({ name, access }) => ({
    name,
    ...(access.type === 'url' && { url: access.url }),
  }));
  const drift = DriftService.create({
    ...options,
    branchPrefix: config.promotions.branchPrefix,
    labels: config.promotions.labels,
    reader: DriftReader.create({
      ...options,
      clusters,
      served: ServedKinds.create(options),
    }),
    fileUsers: FileUsers.create(options),
    since,
  });
  return { drift, stop };
}
