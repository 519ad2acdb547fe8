import {
  FreightCandidate,
  ManagedPromotion,
  ServiceStage,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { entityName } from './entityName';
import { Tone } from './promotionWords';

/** How a promotion of another system is told. The word is the system's own. */
export const managedPromotionTones: Record<ManagedPromotion['state'], Tone> = {
  waiting: 'neutral',
  running: 'active',
  succeeded: 'positive',
  failed: 'negative',
  errored: 'negative',
  aborted: 'warning',
  unknown: 'neutral',
};

type StepState = ManagedPromotion['steps'][number]['state'];

/** How a step of such a promotion is told. */
export const managedStepTones: Record<StepState, Tone> = {
  pending: 'neutral',
  running: 'active',
  succeeded: 'positive',
  failed: 'negative',
  errored: 'negative',
  aborted: 'warning',
  skipped: 'neutral',
  unknown: 'neutral',
};

type VerificationState = NonNullable<ServiceStage['verification']>['state'];

/** How a verification is told. */
export const verificationTones: Record<VerificationState, Tone> = {
  waiting: 'neutral',
  running: 'active',
  passed: 'positive',
  failed: 'negative',
  unknown: 'neutral',
};

/** What freight is, in one line: its version where it has one, and what people call it. */
export function freightLabel(
  freight: Pick<FreightCandidate, 'title' | 'version'>,
): string {
  const version = versionLabel(freight.version);
  return version ? `${version} (${freight.title})` : freight.title;
}

/** Whether freight can be promoted: the time that it waited for may have passed since the page was read. */
export function isAvailable(
  { available, until }: Pick<FreightCandidate, 'available' | 'until'>,
  now: number,
): boolean {
  return available || (until !== undefined && Date.parse(until) <= now);
}

/** How far a promotion is: `step 2 of 4: open-pr`. */
export function stepProgress({ steps }: ManagedPromotion): string | undefined {
  const index = steps.findIndex(({ state }) => state === 'running');
  return index < 0
    ? undefined
    : `step ${index + 1} of ${steps.length}: ${steps[index].name}`;
}

/** Who did something, as another system names people: an entity ref, or `email:ada@example.com`. */
export function actorName(actor: string): string {
  return /^(user|group):/.test(actor)
    ? entityName(actor)
    : actor.replace(/^(email|subject):/, '');
}
