import { PromotionPipeline } from '@fairlead/backstage-plugin-gitops-node';
import {
  PlanInput,
  PlannedPromotion,
  PromotionPlanner,
} from '../promotions/plan/PromotionPlanner';
import { titleOf } from './serviceStages';
import { Stages } from './Stages';

/** Plans as another planner does, and blocks what another promotion system promotes: two of them would undo each other. */
export class KeptOffStages implements PromotionPlanner {
  readonly #options: KeptOffStagesOptions;

  static create(options: KeptOffStagesOptions): KeptOffStages {
    return new KeptOffStages(options);
  }

  private constructor(options: KeptOffStagesOptions) {
    this.#options = options;
  }

  async plan(input: PlanInput): Promise<PlannedPromotion> {
    const { planner, stages, systems } = this.#options;
    const [planned, linked] = await Promise.all([
      planner.plan(input),
      stages.of(input.to.targets.map(({ id }) => id)),
    ]);
    if (linked.length === 0) return planned;
    const { plan } = planned;
    return {
      ...planned,
      plan: {
        ...plan,
        blockers: [
          ...linked.map(({ object, stage }) => ({
            code: 'managed-elsewhere',
            message: `${titleOf(object.system, systems)} promotes here, by its stage ${stage.name}: promote with that, so that the two do not undo each other.`,
          })),
          ...plan.blockers,
        ],
      },
    };
  }
}

/** What it plans with. */
export interface KeptOffStagesOptions {
  planner: PromotionPlanner;
  stages: Stages;
  systems: ReadonlyArray<Pick<PromotionPipeline, 'id' | 'title'>>;
}
