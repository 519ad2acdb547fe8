import { EnvironmentPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { Observation, PromotionTiming } from './Observation';

/** What a decision is made with, beside the promotion itself. */
export interface DecideOptions {
  observation: Observation;
  timing: PromotionTiming;
  policy: EnvironmentPolicy;
}
