import { EnvironmentPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { NewPromotionEvent, TrackedPromotion } from './TrackedPromotion';

/** Told of each change that was written; `before` is absent for a promotion that is new. It must not reject. */
export type PromotionListener = (change: {
  before?: TrackedPromotion;
  after: TrackedPromotion;
  events: NewPromotionEvent[];
  policy: EnvironmentPolicy;
}) => Promise<void>;
