import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  GitopsSignal,
  gitopsSignalChannel,
} from '@fairlead/backstage-plugin-gitops-common';
import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { Knex } from 'knex';
import { GitopsConfig } from '../config';
import { ClusterResources } from '../resources/ClusterResources';
import { LogReader } from '../resources/LogReader';
import { ManagedResources } from '../resources/ManagedResources';
import { ServedKinds } from '../resources/ServedKinds';
import { TreeReader } from '../resources/TreeReader';
import { TargetsReader } from '../targets/StoredTarget';
import { Examiner, ExaminerOptions } from './Examiner';
import { Findings, StoredFindings } from './Findings';
import { FindingsStore } from './FindingsStore';

/** What findings are made of. */
export interface StartFindingsOptions {
  config: Pick<GitopsConfig, 'clusters'>;
  engines: readonly GitOpsEngine[];
  knex: Knex;
  logger: LoggerService;
  objects: ClusterResources;
  signals: SignalsService;
  targets: TargetsReader;
  /** Other than the defaults, for tests. */
  timing?: ExaminerOptions['timing'];
}

/** Findings at work. */
export interface RunningFindings {
  findings: Findings;
  tree: TreeReader;
  logs: LogReader;
  stop(): Promise<void>;
}

/** Examines targets that are not well in the background, and reads resources and logs when somebody asks. */
export function startFindings(options: StartFindingsOptions): RunningFindings {
  const { config, knex, logger, signals } = options;
  const clusters = config.clusters.map(({ name, access }) => ({
    name,
    ...(access.type === 'url' && { url: access.url }),
  }));
  const served = ServedKinds.create(options);
  const managed = ManagedResources.create({ ...options, clusters });
  const { timing, ...parts } = options;
  const tree = TreeReader.create({ ...parts, managed, served });
  const store = FindingsStore.create({ knex });
  const examiner = Examiner.create({
    ...parts,
    store,
    tree,
    ...(timing && { timing }),
    announce: targetIds => {
      const message: GitopsSignal = {
        type: 'targets',
        targetIds,
        added: false,
      };
      signals
        .publish({
          recipients: { type: 'broadcast' },
          channel: gitopsSignalChannel,
          message,
        })
        .catch(error =>
          logger.warn('Open pages could not be told of a finding', error),
        );
    },
  });
  const stop = examiner.start();
  return {
    findings: StoredFindings.create({ ...options, store }),
    tree,
    logs: LogReader.create({ ...parts, managed, served }),
    stop,
  };
}
