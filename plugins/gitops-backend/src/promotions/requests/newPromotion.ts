import { randomUUID } from 'crypto';
import {
  PromotionKind,
  PromotionLinks,
  PromotionPlan,
  PromotionWave,
} from '@fairlead/backstage-plugin-gitops-common';
import { TrackedPromotion } from '../TrackedPromotion';

/** What is asked for. */
export interface NewPromotionOptions {
  id?: string;
  plan: PromotionPlan;
  kind: PromotionKind;
  skips?: string[];
  links?: PromotionLinks;
  wave?: PromotionWave;
  automatic?: boolean;
  reason: string;
  requestedBy: string;
  /** The pull request is to be opened as the user who asked. */
  asUser?: boolean;
  state: 'planned' | 'queued' | 'noop';
  message: string;
  now: Date;
}

/** A promotion at the beginning of its life. */
export function newPromotion(options: NewPromotionOptions): TrackedPromotion {
  const { id = randomUUID(), plan, now, wave, state } = options;
  const at = now.toISOString();
  return {
    id,
    entityRef: plan.entityRef,
    from: plan.from,
    to: plan.to,
    state,
    message: options.message,
    reason: options.reason,
    requestedBy: options.requestedBy,
    kind: options.kind,
    automatic: options.automatic ?? false,
    skips: options.skips ?? [],
    ...(wave && { wave }),
    links: options.links ?? {},
    gates: [],
    conflicts: [],
    createdAt: at,
    updatedAt: at,
    ...(state === 'noop' && { finishedAt: at }),
    plan,
    progress: [],
    tracking: {
      refusals: 0,
      outages: 0,
      revisions: {},
      ...(options.asUser && { asUser: true }),
    },
    revision: 0,
  };
}
