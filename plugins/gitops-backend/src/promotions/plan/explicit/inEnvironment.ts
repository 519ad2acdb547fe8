import { PlanSide } from '../PromotionPlanner';

/** A path of a pipeline file in one environment, relative to the root of the repository. */
export function inEnvironment(path: string, { environment }: PlanSide): string {
  return path
    .replaceAll('{environment}', environment.name)
    .replace(/^(\.?\/)+|\/+$/g, '');
}
