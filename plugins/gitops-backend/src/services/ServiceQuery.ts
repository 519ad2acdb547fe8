import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Environment,
  Finding,
  Promotion,
  Restriction,
  ServiceDeployments,
  ServiceEnvironment,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import { Authorizer } from '../authorize';
import { Findings } from '../findings/Findings';
import { Forges } from '../forges/Forges';
import { Pipelines } from '../pipelines/Pipelines';
import { PromotionPipeline } from '@fairlead/backstage-plugin-gitops-node';
import { Restrictions } from '../restrictions/Restrictions';
import { serviceStages } from '../stages/serviceStages';
import { Stages } from '../stages/Stages';
import { StoredTarget, TargetsReader } from '../targets/StoredTarget';
import { compareEnvironments } from './compareEnvironments';
import { environmentAllowances } from './environmentAllowances';
import { HotfixLacks } from './HotfixLacks';
import {
  PipelineEnvironment,
  pipelineEnvironments,
} from './pipelineEnvironments';
import { promotionAllowance } from './promotionAllowance';
import { ServiceTargetsQuery } from './ServiceTargetsQuery';
import { versionLinks } from './versionLinks';

/** Reads the promotions that are under way or wait for their turn. */
export interface ActivePromotions {
  active(filter: { entityRefs?: string[] }): Promise<Promotion[]>;
}

/** Everything that the page of one service shows, from the store. */
export class ServiceQuery {
  readonly #options: ServiceQueryOptions;
  readonly #now: () => Date;

  static create(options: ServiceQueryOptions): ServiceQuery {
    return new ServiceQuery(options);
  }

  private constructor(options: ServiceQueryOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** Throws NotFoundError when the entity is not there for these credentials, NotAllowedError without `gitops.read`. */
  async deployments(options: {
    entityRef: string;
    credentials: BackstageCredentials;
  }): Promise<ServiceDeployments> {
    const { credentials } = options;
    const found = await this.#options.serviceTargets.targetsOf(options);
    const { entityRef, system, targets } = found;
    const [pipeline, active, problems, restrictions] = await Promise.all([
      this.#options.pipelines.of({ entityRef, targets }),
      this.#options.promotions.active({ entityRefs: [entityRef] }),
      this.#options.targets.problems(),
      this.#options.restrictions.inForce({
        entityRef,
        ...(system && { system }),
        now: this.#now(),
      }),
    ]);
    const shown = pipelineEnvironments({
      pipeline,
      environments: this.#options.environments,
      deployedTo: new Set(targets.flatMap(each => each.environment ?? [])),
    });
    const names = shown.map(({ environment }) => environment.name);
    const inEnvironment = (name: string) =>
      targets.filter(({ environment }) => environment === name);
    const [findings, allowances, lacks] = await Promise.all([
      this.#options.findings.of(targets),
      environmentAllowances({
        authorizer: this.#options.authorizer,
        credentials,
        entityRef,
        environments: names,
      }),
      this.#options.hotfixes.lacks({
        entityRef,
        environments: names.map(name => ({
          name,
          targets: inEnvironment(name),
        })),
      }),
    ]);
    const stages = await this.#options.stages.of(targets.map(({ id }) => id));
    const stagesIn = (name: string) => {
      const here = new Set(inEnvironment(name).map(({ id }) => id));
      return stages.filter(each => each.targets.some(id => here.has(id)));
    };
    const clusters = new Set(
      targets.map(({ status }) => status.object.cluster),
    );
    return {
      entityRef,
      environments: shown.map((each, index) => ({
        ...this.#serviceEnvironment({
          ...each,
          environments: shown.map(({ environment }) => environment),
          inEnvironment,
          findings,
          active,
          restrictions,
          allowances: allowances[index],
        }),
        lacks: [...(lacks.get(each.environment.name) ?? [])],
        stages: serviceStages(
          stagesIn(each.environment.name),
          this.#options.systems,
        ),
      })),
      unassigned: targets
        .filter(
          ({ environment }) => !environment || !names.includes(environment),
        )
        .map(target => this.#target(target, findings)),
      // A cluster that was never read may hide targets of this service; one that has none of them does not matter.
      problems: problems.filter(
        problem => targets.length === 0 || clusters.has(problem.cluster),
      ),
      annotationProblems: found.problems,
      annotated: found.annotated || targets.length > 0,
      pipelineProblems: pipeline.problems,
    };
  }

  #serviceEnvironment(
    options: PipelineEnvironment & {
      environments: Environment[];
      inEnvironment: (name: string) => StoredTarget[];
      findings: ReadonlyMap<string, Finding[]>;
      active: Promotion[];
      restrictions: Restriction[];
      allowances: ServiceEnvironment['allowances'];
    },
  ): Omit<ServiceEnvironment, 'lacks' | 'stages'> {
    const { environment, policy, inEnvironment, allowances, findings } =
      options;
    const toTargets = inEnvironment(environment.name);
    const promotions = options.active.filter(
      ({ to }) => to === environment.name,
    );
    const active = promotions.find(({ state }) => state !== 'queued');
    const compared = environment.after
      .flatMap(before =>
        options.environments.filter(({ name }) => name === before),
      )
      .map(from => {
        const fromTargets = inEnvironment(from.name);
        const comparison = compareEnvironments({
          from: from.name,
          fromTargets,
          toTargets,
        });
        return { from, fromTargets, comparison };
      });
    return {
      environment,
      targets: toTargets.map(target => this.#target(target, findings)),
      comparisons: compared.map(({ comparison }) => comparison),
      promotions: compared.map(each => ({
        from: each.from.name,
        allowance: promotionAllowance({
          ...each,
          to: environment,
          toTargets,
          active,
          lane: policy.lane,
          permitted: allowances.promote,
        }),
      })),
      ...(active && { activePromotion: active }),
      queuedPromotions: promotions
        .filter(({ state }) => state === 'queued')
        .sort((a, b) => a.createdAt.localeCompare(b.createdAt)),
      policy,
      restrictions: options.restrictions.filter(
        ({ scope }) =>
          !scope.environment || scope.environment === environment.name,
      ),
      allowances,
    };
  }

  #target(
    target: StoredTarget,
    findings: ReadonlyMap<string, Finding[]>,
  ): Target {
    return {
      ...target,
      links: versionLinks(target, this.#options.forges),
      rollouts: target.rollouts ?? [],
      findings: findings.get(target.id) ?? [],
    };
  }
}

/** What the query reads from. */
export interface ServiceQueryOptions {
  authorizer: Authorizer;
  environments: readonly Environment[];
  findings: Findings;
  forges: Forges;
  hotfixes: HotfixLacks;
  pipelines: Pick<Pipelines, 'of'>;
  promotions: ActivePromotions;
  restrictions: Pick<Restrictions, 'inForce'>;
  serviceTargets: ServiceTargetsQuery;
  stages: Stages;
  /** Other promotion systems. */
  systems: ReadonlyArray<Pick<PromotionPipeline, 'id' | 'title'>>;
  targets: TargetsReader;
  now?: () => Date;
}
