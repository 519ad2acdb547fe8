import {
  Promotion,
  PromotionLinks,
} from '@fairlead/backstage-plugin-gitops-common';
import { NewPromotion, PromotionsStore } from '../../store/PromotionsStore';
import { noopMessage } from '../decide/noopMessage';
import {
  isSameChange,
  refuseBlockers,
  refuseOtherPlan,
} from '../promotionRequest';
import { OpenAs } from '../openAs/OpeningAsUser';
import { NewPromotionEvent, TrackedPromotion } from '../TrackedPromotion';
import { enterLane } from './enterLane';
import { newPromotion } from './newPromotion';
import { DraftInput, PromotionDraft, PromotionDrafts } from './PromotionDrafts';

/** What came of a request. `wake`: ids of the promotions that have to be looked at. */
export interface Submitted {
  promotion: TrackedPromotion;
  created: boolean;
  wake: string[];
}

/**
 * Stores what was drafted, as one promotion or one for each wave. Throws InputError with the blockers of the plan,
 * ConflictError when it is not the plan that was shown or when the lane keeps it out, and AuthenticationError when it is
 * to be opened as a user whom the forge does not let in.
 */
export async function submit(options: {
  drafts: PromotionDrafts;
  store: PromotionsStore;
  input: DraftInput;
  draft: PromotionDraft;
  links: PromotionLinks;
  id?: string;
  reason: string;
  requestedBy: string;
  automatic: boolean;
  fingerprint?: string;
  /** Who opens the pull request, if not the portal. */
  openAs?: OpenAs;
  now: Date;
}): Promise<Submitted> {
  const { drafts, store, input, draft, links, fingerprint, openAs } = options;
  const { plan } = draft.whole;
  const base = {
    kind: input.kind,
    skips: input.skips,
    automatic: options.automatic,
    reason: options.reason,
    requestedBy: options.requestedBy,
    asUser: openAs !== undefined,
    now: options.now,
  };

  const same = (await store.underWayInLane(plan)).find(
    each => !each.tracking.supersede && isSameChange(each, plan),
  );
  if (same) return { promotion: same, created: false, wake: [] };
  refuseBlockers(plan.blockers);
  if (plan.edits.length === 0) return noop(options, base);
  refuseOtherPlan(plan, fingerprint);

  const parts = await Promise.all(
    draft.waves.map(async wave => ({
      ...wave,
      planned: await drafts.wave(input, wave),
    })),
  );
  parts.forEach(({ planned }) => refuseBlockers(planned.plan.blockers));
  await openAs?.check(plan);
  return enterLane({
    store,
    policy: input.policy,
    plan,
    promotions: ({ state, supersedes }): NewPromotion[] => {
      const with_ = { ...links, ...(supersedes && { supersedes }) };
      if (parts.length === 0) {
        const promotion = newPromotion({
          ...base,
          id: options.id,
          plan,
          links: with_,
          state,
          message: 'Requested.',
        });
        openAs?.keep([promotion]);
        const events = [requested({ promotion, input })];
        return [{ promotion, written: draft.whole, events }];
      }
      return parts.map(({ planned, wave }) => {
        const promotion = newPromotion({
          ...base,
          plan: planned.plan,
          links: wave.index === 1 ? with_ : links,
          wave,
          state: wave.index === 1 ? state : 'queued',
          message: 'Requested.',
        });
        openAs?.keep([promotion]);
        const events = [requested({ promotion, input })];
        return { promotion, written: planned, events };
      });
    },
  });
}

/** A promotion with nothing to change; the same one again is found, unless what it says is not so any more. */
async function noop(
  options: {
    store: PromotionsStore;
    input: DraftInput;
    draft: PromotionDraft;
    links: PromotionLinks;
  },
  base: Pick<
    Parameters<typeof newPromotion>[0],
    'kind' | 'skips' | 'automatic' | 'reason' | 'requestedBy' | 'now'
  >,
): Promise<Submitted> {
  const { store, input, draft, links } = options;
  const { plan } = draft.whole;
  const message = noopMessage({
    title: input.to.title,
    version: plan.toVersion,
    targets: input.targets.filter(
      ({ environment }) => environment === input.to.name,
    ),
  });
  const newest = await store.newestInLane(plan);
  if (
    newest?.state === 'noop' &&
    newest.message === message &&
    isSameChange(newest, plan)
  ) {
    return { promotion: newest, created: false, wake: [] };
  }
  const promotion = newPromotion({
    ...base,
    plan,
    links,
    state: 'noop',
    message,
  });
  await store.insert([
    {
      promotion,
      written: { contents: new Map() },
      events: [
        requested({ promotion, input }),
        { key: 'end', type: 'noop', message: promotion.message },
      ],
    },
  ]);
  return { promotion, created: true, wake: [] };
}

const words: Record<Promotion['kind'], (input: DraftInput) => string> = {
  promotion: ({ from, to }) =>
    `Promotion from ${from.environment.title} to ${to.title} was requested`,
  rollback: ({ to }) => `Rollback of ${to.title} was requested`,
  hotfix: ({ from, to, skips = [] }) =>
    `Hotfix from ${from.environment.title} to ${to.title}, skipping ${skips.join(', ') || 'nothing'}, was requested`,
  backfill: ({ from, to }) =>
    `Back-fill from ${from.environment.title} to ${to.title} was requested`,
};

function requested(options: {
  promotion: TrackedPromotion;
  input: DraftInput;
}) {
  const { promotion, input } = options;
  const { wave } = promotion;
  const part = wave ? ` (wave ${wave.index} of ${wave.count})` : '';
  return {
    key: 'requested',
    type: 'requested',
    message: `${words[promotion.kind](input)}${part}: ${promotion.reason}`,
    actor: promotion.requestedBy,
  };
}

/** What Fairlead began by itself, for those who are told of changes. */
export function begun(promotion: TrackedPromotion): NewPromotionEvent {
  const { kind, reason, requestedBy } = promotion;
  return {
    key: 'requested',
    type: 'requested',
    message: `A ${kind} was begun: ${reason}`,
    actor: requestedBy,
  };
}
