import { PromotionTiming, TargetSighting } from '../Observation';
import { TrackedPromotion, TrackedTarget } from '../TrackedPromotion';

/** How one target is doing. */
export interface TargetJudgement {
  tracked: TrackedTarget;
  verdict:
    'waiting' | 'synced' | 'healthy' | 'failed' | 'superseded' | 'errored';
  /** The target as people call it. */
  name: string;
  /** It does not get on by itself: somebody has to do something, or it can't be read for long. */
  stuck?: boolean;
}

/** What a target is judged by. */
export interface JudgeOptions {
  promotion: TrackedPromotion;
  sighting: TargetSighting;
  timing: PromotionTiming;
  now: Date;
}
