import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  Environment,
  Fleet,
  FleetCell,
  FleetRow,
  gitopsReadPermission,
  HealthStatus,
  isPushed,
  Pipeline,
  pushedSync,
  SyncStatus,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { Authorizer } from '../authorize';
import { Findings } from '../findings/Findings';
import { Forges } from '../forges/Forges';
import { Pipelines } from '../pipelines/Pipelines';
import { TargetsReader } from '../targets/StoredTarget';
import { compareEnvironments } from './compareEnvironments';
import { ServiceDirectory, ServiceTargets } from './ServiceDirectory';
import { versionLinks } from './versionLinks';

// Worst first.
const syncOrder: ReadonlyArray<SyncStatus | typeof pushedSync> = [
  'OutOfSync',
  'Unknown',
  pushedSync,
  'Synced',
];
const healthOrder: readonly HealthStatus[] = [
  'Degraded',
  'Missing',
  'Unknown',
  'Progressing',
  'Suspended',
  'Healthy',
];

/** A promotion that keeps others out of its lane. */
export interface LaneHolder {
  id: string;
  entityRef: string;
  to: string;
}

/** Service × environment, for the page over all services. */
export class FleetQuery {
  readonly #options: FleetQueryOptions;

  static create(options: FleetQueryOptions): FleetQuery {
    return new FleetQuery(options);
  }

  private constructor(options: FleetQueryOptions) {
    this.#options = options;
  }

  async fleet(credentials: BackstageCredentials): Promise<Fleet> {
    const { authorizer, directory, environments, promotions, targets } =
      this.#options;
    const [all, holders, problems] = await Promise.all([
      directory.all(),
      promotions.holders(),
      targets.problems(),
    ]);
    const refs = all.services.map(({ entityRef }) => entityRef);
    const visible = await directory.visible(refs, credentials);
    const readable = await authorizer.filter({
      credentials,
      entityRefs: refs.filter(ref => visible.has(ref)),
      permission: gitopsReadPermission,
    });
    // Someone's targets are not everyone's because they are not in an environment.
    const owned = new Set(
      all.services.flatMap(service => service.targets.map(({ id }) => id)),
    );
    const shown = all.services.filter(({ entityRef }) =>
      readable.has(entityRef),
    );
    const pipelines = await this.#options.pipelines.ofMany([...readable]);
    const active = new Map(
      holders.map(({ id, entityRef, to }) => [`${entityRef} ${to}`, id]),
    );
    const ambient = new Set(
      this.#options.engines
        .filter(({ isAmbient }) => isAmbient)
        .map(({ id }) => id),
    );
    const known = new Set(environments.map(({ name }) => name));
    const unassigned = new Map(
      [
        ...all.targets.filter(
          ({ id, status }) => !owned.has(id) && !ambient.has(status.engine),
        ),
        ...shown
          .flatMap(service => service.targets)
          .filter(({ environment }) => !environment || !known.has(environment)),
      ].map(target => [target.id, target]),
    );
    const findings = await this.#options.findings.of([...unassigned.values()]);
    return {
      environments: [...environments],
      rows: shown
        .map(service =>
          this.#row(service, {
            active,
            pipeline: pipelines.get(service.entityRef),
          }),
        )
        .sort((a, b) => a.title.localeCompare(b.title)),
      unassigned: [...unassigned.values()].map(target => ({
        ...target,
        links: versionLinks(target, this.#options.forges),
        rollouts: target.rollouts ?? [],
        findings: findings.get(target.id) ?? [],
      })),
      problems,
    };
  }

  #row(
    service: ServiceTargets,
    options: {
      active: ReadonlyMap<string, string>;
      pipeline: Pipeline | undefined;
    },
  ): FleetRow {
    const { entity, entityRef } = service;
    const { active, pipeline } = options;
    const owner = textOf(entity, 'owner');
    const system = textOf(entity, 'system');
    return {
      entityRef,
      title: entity.metadata.title ?? entity.metadata.name,
      ...(owner && { owner }),
      ...(system && { system }),
      cells: this.#options.environments.map(environment =>
        cellOf(service, {
          environment,
          after: afterOf(environment, pipeline),
          activePromotionId: active.get(`${entityRef} ${environment.name}`),
        }),
      ),
    };
  }
}

function textOf(entity: Entity, field: string): string | undefined {
  const value = entity.spec?.[field];
  return typeof value === 'string' ? value : undefined;
}

/** What comes before an environment in the service's own pipeline; nothing for one that it leaves out. */
function afterOf(
  environment: Environment,
  pipeline: Pipeline | undefined,
): string[] {
  if (!pipeline) return environment.after;
  const own = pipeline.environments.find(
    ({ name }) => name === environment.name,
  );
  return own?.after ?? [];
}

function cellOf(
  service: ServiceTargets,
  options: {
    environment: Environment;
    after: string[];
    activePromotionId: string | undefined;
  },
): FleetCell {
  const { environment, after, activePromotionId } = options;
  const inEnvironment = (name: string) =>
    service.targets.filter(target => target.environment === name);
  const targets = inEnvironment(environment.name);
  return {
    environment: environment.name,
    targetCount: targets.length,
    versions: [
      ...new Set(
        targets
          .map(({ status }) => versionLabel(status.version))
          .filter(Boolean),
      ),
    ],
    sync: worst(
      syncOrder,
      targets.map(({ status }) =>
        isPushed(status) ? pushedSync : status.sync.status,
      ),
    ),
    health: worst(
      healthOrder,
      targets.map(({ status }) => status.health.status),
    ),
    unreachable: targets.some(({ unreachable }) => Boolean(unreachable)),
    behind: after.some(
      from =>
        compareEnvironments({
          from,
          fromTargets: inEnvironment(from),
          toTargets: targets,
        }).relation === 'behind',
    ),
    ...(activePromotionId && { activePromotionId }),
  };
}

function worst<T extends string>(order: readonly T[], present: T[]): string {
  return order.find(each => present.includes(each)) ?? '';
}

/** What the query reads from. */
export interface FleetQueryOptions {
  authorizer: Authorizer;
  directory: ServiceDirectory;
  engines: ReadonlyArray<Pick<GitOpsEngine, 'id' | 'isAmbient'>>;
  environments: readonly Environment[];
  findings: Findings;
  forges: Forges;
  pipelines: Pick<Pipelines, 'ofMany'>;
  promotions: { holders(): Promise<LaneHolder[]> };
  targets: TargetsReader;
}
