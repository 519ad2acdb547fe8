import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { Knex } from 'knex';
import { PromotionsConfig } from '../config/promotions';
import { Forges } from '../forges/Forges';
import { ServiceDirectory } from '../services/ServiceDirectory';
import { TargetsReader } from '../targets/StoredTarget';
import { CatalogPipelineEntities } from './PipelineEntities';
import { PipelineFileReader } from './PipelineFileReader';
import { PipelineRefresh } from './PipelineRefresh';
import { Pipelines } from './Pipelines';
import { PipelinesStore } from './PipelinesStore';
import { PipelineConfig } from './resolvePipeline';
import { StoredPipelines } from './StoredPipelines';

/** What pipelines are built on. */
export interface StartPipelinesOptions {
  auth: AuthService;
  catalog: CatalogService;
  config: PipelineConfig & {
    promotions: Pick<PromotionsConfig, 'pipelineFiles'>;
  };
  directory: Pick<ServiceDirectory, 'all'>;
  events: EventsService;
  forges: Forges;
  knex: Knex;
  logger: LoggerService;
  scheduler: SchedulerService;
  targets: Pick<TargetsReader, 'onChange'>;
  /** Called with the services whose file is different from before. */
  onChange?: (entityRefs: string[]) => void;
}

/** Pipelines of services, whose files are kept up to date until they are stopped. */
export async function startPipelines(
  options: StartPipelinesOptions,
): Promise<{ pipelines: Pipelines; stop(): Promise<void> }> {
  const store = PipelinesStore.create(options);
  const reader = PipelineFileReader.create({
    ...options,
    fileNames: options.config.promotions.pipelineFiles,
  });
  const pipelines = StoredPipelines.create({
    ...options,
    entities: CatalogPipelineEntities.create(options),
    reader,
    store,
  });
  const refresh = await PipelineRefresh.start({
    ...options,
    pipelines,
    reader,
    store,
  });
  return { pipelines, stop: () => refresh.stop() };
}
