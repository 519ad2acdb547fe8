import { AuthService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  defaultPolicy,
  EnvironmentPolicy,
  Pipeline,
} from '@fairlead/backstage-plugin-gitops-common';
import { Pipelines } from '../pipelines/Pipelines';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';
import { StoredTarget, TargetsReader } from '../targets/StoredTarget';
import { TrackedPromotion } from './TrackedPromotion';

/** What a promotion is judged by, beside itself. */
export interface Surroundings {
  policy: EnvironmentPolicy;
  /** Absent when the service is not in the catalog any more. */
  pipeline?: Pipeline;
  fromTargets: StoredTarget[];
  toTargets: StoredTarget[];
}

/** What the surroundings are read from. */
export interface SurroundingsOptions {
  auth: AuthService;
  pipelines: Pipelines;
  services: Pick<ServiceTargetsQuery, 'targetsOf'>;
  targets: TargetsReader;
}

/** Reads the targets and the policy of promotions, as the plugin itself may see them. */
export class PromotionSurroundings {
  readonly #options: SurroundingsOptions;

  static create(options: SurroundingsOptions): PromotionSurroundings {
    return new PromotionSurroundings(options);
  }

  private constructor(options: SurroundingsOptions) {
    this.#options = options;
  }

  /** A service that is gone from the catalog has the default policy, and the targets of the plan. */
  async of(
    promotion: Pick<TrackedPromotion, 'entityRef' | 'from' | 'to' | 'plan'>,
  ): Promise<Surroundings> {
    const { auth, pipelines, services, targets } = this.#options;
    const { entityRef, from, to, plan } = promotion;
    try {
      const found = await services.targetsOf({
        entityRef,
        credentials: await auth.getOwnServiceCredentials(),
      });
      const pipeline = await pipelines.of({
        entityRef,
        targets: found.targets,
      });
      const inEnvironment = (name: string) =>
        found.targets.filter(({ environment }) => environment === name);
      return {
        policy: policyOf(pipeline, to),
        pipeline,
        fromTargets: inEnvironment(from),
        toTargets: inEnvironment(to),
      };
    } catch (error) {
      if (!isError(error) || error.name !== 'NotFoundError') throw error;
      return {
        policy: defaultPolicy(to),
        fromTargets: [],
        toTargets: await targets.find(plan.targets.map(id => ({ id }))),
      };
    }
  }
}

/** The rules of one environment. */
export function policyOf(
  pipeline: Pick<Pipeline, 'policies'>,
  environment: string,
): EnvironmentPolicy {
  return (
    pipeline.policies.find(each => each.environment === environment) ??
    defaultPolicy(environment)
  );
}
