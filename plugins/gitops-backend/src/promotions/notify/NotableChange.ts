import {
  EnvironmentPolicy,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { NewPromotionEvent } from '../TrackedPromotion';

/** A change of a promotion that was written. */
export interface NotableChange {
  /** Absent for a promotion that is new. */
  before?: Promotion;
  after: Promotion;
  events: readonly NewPromotionEvent[];
  policy: EnvironmentPolicy;
}
