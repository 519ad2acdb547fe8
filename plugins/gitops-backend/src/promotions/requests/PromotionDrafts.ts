import { randomUUID } from 'crypto';
import { posix } from 'path';
import {
  Environment,
  EnvironmentPolicy,
  GateStatus,
  Pipeline,
  PromotionKind,
  PromotionWave,
} from '@fairlead/backstage-plugin-gitops-common';
import { GateKeeper } from '../../gates/GateKeeper';
import { StoredTarget } from '../../targets/StoredTarget';
import {
  PlannedPromotion,
  PlanSide,
  PromotionPlanner,
} from '../plan/PromotionPlanner';
import { splitIntoWaves } from '../plan/splitIntoWaves';
import { newPromotion } from './newPromotion';

/** What is drafted. */
export interface DraftInput {
  entityRef: string;
  from: PlanSide;
  to: Environment;
  kind: PromotionKind;
  skips?: string[];
  requestedBy: string;
  pipeline: Pipeline;
  policy: EnvironmentPolicy;
  /** All targets of the service. */
  targets: readonly StoredTarget[];
}

/** A plan, and each wave of it where the environment is promoted in waves. */
export interface PromotionDraft {
  whole: PlannedPromotion;
  /** Empty: not in waves. */
  waves: Array<{ targets: string[]; wave: PromotionWave }>;
}

/** What drafts are made with. */
export interface PromotionDraftsOptions {
  environments: readonly Environment[];
  gates: GateKeeper;
  planner: PromotionPlanner;
  now: () => Date;
}

/** Works out what a promotion would write, in how many pull requests, and what would hold it up. Changes nothing. */
export class PromotionDrafts {
  readonly #options: PromotionDraftsOptions;

  static create(options: PromotionDraftsOptions): PromotionDrafts {
    return new PromotionDrafts(options);
  }

  private constructor(options: PromotionDraftsOptions) {
    this.#options = options;
  }

  async draft(input: DraftInput): Promise<PromotionDraft> {
    const { policy } = input;
    const whole = await this.#plan(input);
    const groups =
      policy.waves && input.kind !== 'rollback' && whole.plan.edits.length > 0
        ? splitIntoWaves({
            targets: this.#targetsIn(input, input.to.name).filter(({ id }) =>
              whole.plan.targets.includes(id),
            ),
            policy: policy.waves,
          })
        : [];
    const group = randomUUID();
    return {
      whole,
      waves:
        groups.length > 1
          ? groups.map((targets, index) => ({
              targets,
              wave: { group, index: index + 1, count: groups.length },
            }))
          : [],
    };
  }

  /** The plan of one wave. */
  async wave(
    input: DraftInput,
    { targets }: { targets: string[] },
  ): Promise<PlannedPromotion> {
    return this.#plan(input, targets);
  }

  /** What all gates would say now. */
  async gates(
    input: DraftInput,
    { whole }: PromotionDraft,
  ): Promise<GateStatus[]> {
    const { gates, now } = this.#options;
    const { policy } = input;
    const promotion = newPromotion({
      ...input,
      id: '',
      plan: whole.plan,
      reason: '',
      state: 'planned',
      message: '',
      now: now(),
    });
    const { tracking: _, revision: __, ...seen } = promotion;
    return gates.statuses({
      promotion: seen,
      policy,
      phase: 'open',
      fromTargets: this.#targetsIn(input, input.from.environment.name),
      toTargets: this.#targetsIn(input, input.to.name),
      now: now(),
    });
  }

  #plan(input: DraftInput, onlyTargets?: string[]): Promise<PlannedPromotion> {
    const { environments, planner } = this.#options;
    const { entityRef, from, to, pipeline } = input;
    return planner.plan({
      entityRef,
      from,
      to: { environment: to, targets: this.#targetsIn(input, to.name) },
      others: environments
        .filter(
          ({ name }) => name !== from.environment.name && name !== to.name,
        )
        .map(environment => ({
          environment,
          targets: this.#targetsIn(input, environment.name),
        })),
      promoted: pipeline.promoted,
      ...(pipeline.file && {
        promotedIn: pipeline.file.repoUrl,
        promotedFrom: posix.dirname(pipeline.file.path),
      }),
      ...(onlyTargets && { onlyTargets }),
    });
  }

  #targetsIn({ targets }: DraftInput, name: string): StoredTarget[] {
    return targets.filter(({ environment }) => environment === name);
  }
}
