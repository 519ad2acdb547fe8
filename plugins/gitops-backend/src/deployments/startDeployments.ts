import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { TargetsReader } from '../targets/StoredTarget';
import { DeploymentLog } from './DeploymentLog';
import { DeploymentRecorder, ServicesWithTargets } from './DeploymentRecorder';
import { DeploymentsStore } from './DeploymentsStore';
import { Lane } from './Lane';
import { RecordedDeployments } from './RecordedDeployments';

const sweepSeconds = 30;
/** A catalog that has just begun to be read knows few services. */
const firstSweepSeconds = 10;

/** What the log of deployments is built on. */
export interface StartDeploymentsOptions {
  /** With the plugin's tables. */
  knex: Knex;
  logger: LoggerService;
  scheduler: SchedulerService;
  /** All services of the catalog with their targets: a `ServiceDirectory`. */
  services: ServicesWithTargets;
  /** For so long all targets must have been synced and healthy for a version to be verified. */
  settleMs: number;
  targets: Pick<TargetsReader, 'onChange'>;
  /**
   * Whether a promotion that was merged into this lane has not ended yet: it says then, with `recordOutcome`, whether
   * what runs is verified.
   */
  isBeingPromoted?(lane: Lane): Promise<boolean>;
  /** Told when something became live or was proven, after it is written down. */
  onNews?(lane: Lane): void;
}

/** Writes down what becomes live from now on, and gives access to it. */
export async function startDeployments(
  options: StartDeploymentsOptions,
): Promise<{ log: DeploymentLog; stop(): Promise<void> }> {
  const store = DeploymentsStore.create(options);
  const recorder = DeploymentRecorder.create({ ...options, store });
  const stopped = new AbortController();
  recorder.start();
  // Changes that another replica missed when it stopped, and lanes that only time can change.
  await options.scheduler.scheduleTask({
    id: 'deployments',
    frequency: { seconds: sweepSeconds },
    timeout: { minutes: 10 },
    initialDelay: { seconds: firstSweepSeconds },
    scope: 'global',
    signal: stopped.signal,
    fn: () => recorder.look(),
  });
  return {
    log: RecordedDeployments.create({ ...options, recorder, store }),
    async stop() {
      stopped.abort();
      await recorder.stop();
    },
  };
}
