import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Environment,
  gitopsCancelPermission,
  gitopsPromotePermission,
  gitopsReadPermission,
  gitopsRefreshPermission,
  gitopsSyncPermission,
  Promotion,
  ServiceDeployments,
  ServiceEnvironment,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import { Authorizer } from '../authorize';
import { Forges } from '../forges/Forges';
import { StoredTarget, TargetsReader } from '../targets/StoredTarget';
import { compareEnvironments } from './compareEnvironments';
import { promotionAllowance } from './promotionAllowance';
import { ServiceTargetsQuery } from './ServiceTargetsQuery';
import { versionLinks } from './versionLinks';

/** Reads the promotions that are under way. */
export interface ActivePromotions {
  active(filter: { entityRefs?: string[] }): Promise<Promotion[]>;
}

/** Everything that the page of one service shows, from the store. */
export class ServiceQuery {
  readonly #options: ServiceQueryOptions;

  static create(options: ServiceQueryOptions): ServiceQuery {
    return new ServiceQuery(options);
  }

  private constructor(options: ServiceQueryOptions) {
    this.#options = options;
  }

  /** Throws NotFoundError when the entity is not there for these credentials, NotAllowedError without `gitops.read`. */
  async deployments(options: {
    entityRef: string;
    credentials: BackstageCredentials;
  }): Promise<ServiceDeployments> {
    const { authorizer, environments, promotions, targets } = this.#options;
    const found = await this.#options.serviceTargets.targetsOf(options);
    const { entityRef } = found;
    const [permitted, active, problems] = await Promise.all([
      authorizer.allowances({
        ...options,
        entityRef,
        permissions: [
          gitopsReadPermission,
          gitopsPromotePermission,
          gitopsCancelPermission,
          gitopsSyncPermission,
          gitopsRefreshPermission,
        ],
      }),
      promotions.active({ entityRefs: [entityRef] }),
      targets.problems(),
    ]);
    const [, promote, cancel, sync, refresh] = permitted;
    const inEnvironment = (name: string) =>
      found.targets.filter(target => target.environment === name);
    const known = new Set(environments.map(({ name }) => name));
    const clusters = new Set(
      found.targets.map(({ status }) => status.object.cluster),
    );
    return {
      entityRef,
      environments: environments.map(environment =>
        this.#serviceEnvironment({
          environment,
          inEnvironment,
          active,
          promote,
        }),
      ),
      unassigned: found.targets
        .filter(({ environment }) => !environment || !known.has(environment))
        .map(target => this.#target(target)),
      // A cluster that was never read may hide targets of this service; one that has none of them does not matter.
      problems: problems.filter(
        problem => found.targets.length === 0 || clusters.has(problem.cluster),
      ),
      annotationProblems: found.problems,
      annotated: found.annotated || found.targets.length > 0,
      allowances: { promote, cancel, sync, refresh },
    };
  }

  #serviceEnvironment(options: {
    environment: Environment;
    inEnvironment: (name: string) => StoredTarget[];
    active: Promotion[];
    promote: { allowed: boolean; why?: string };
  }): ServiceEnvironment {
    const { environment, inEnvironment, promote } = options;
    const toTargets = inEnvironment(environment.name);
    const active = options.active.find(({ to }) => to === environment.name);
    const before = environment.after.flatMap(name => {
      const from = this.#options.environments.find(each => each.name === name);
      return from ? [{ from, fromTargets: inEnvironment(name) }] : [];
    });
    const compared = before.map(({ from, fromTargets }) => ({
      from,
      fromTargets,
      comparison: compareEnvironments({
        from: from.name,
        fromTargets,
        toTargets,
      }),
    }));
    return {
      environment,
      targets: toTargets.map(target => this.#target(target)),
      comparisons: compared.map(({ comparison }) => comparison),
      promotions: compared.map(({ from, fromTargets, comparison }) => ({
        from: from.name,
        allowance: promotionAllowance({
          from,
          to: environment,
          fromTargets,
          toTargets,
          comparison,
          active,
          permitted: promote,
        }),
      })),
      ...(active && { activePromotion: active }),
    };
  }

  #target(target: StoredTarget): Target {
    return { ...target, links: versionLinks(target, this.#options.forges) };
  }
}

/** What the query reads from. */
export interface ServiceQueryOptions {
  authorizer: Authorizer;
  environments: readonly Environment[];
  forges: Forges;
  promotions: ActivePromotions;
  serviceTargets: ServiceTargetsQuery;
  targets: TargetsReader;
}
