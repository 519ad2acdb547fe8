import {
  ManagedPromotion,
  managedPromotionSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { PromotionObject, promotionSchema } from '../schema';

/** What is kept of a `Promotion` object. */
export const knownPromotionSchema = managedPromotionSchema;

const states: Record<string, ManagedPromotion['state']> = {
  Pending: 'waiting',
  Running: 'running',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Errored: 'errored',
  Aborted: 'aborted',
};

type StepState = ManagedPromotion['steps'][number]['state'];

const stepStates: Record<string, StepState> = {
  Running: 'running',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Errored: 'errored',
  Aborted: 'aborted',
  Skipped: 'skipped',
};

const pullRequestSchema = z.looseObject({
  pr: z.looseObject({
    id: z.number().optional(),
    url: z.string(),
    open: z.boolean().optional(),
    merged: z.boolean().optional(),
  }),
});

/** Who asked Fairlead for a promotion: Kargo itself only knows the portal's account. */
export const requestedByAnnotation = 'fairlead/requested-by';

/** Reduces a `Promotion`; undefined for what is none. */
export function knownPromotion(object: unknown): ManagedPromotion | undefined {
  const parsed = promotionSchema.safeParse(object);
  if (!parsed.success) return undefined;
  const { metadata, spec, status } = parsed.data;
  const { annotations } = metadata;
  const requestedBy =
    annotations?.[requestedByAnnotation] ||
    annotations?.['kargo.akuity.io/create-actor'];
  const pullRequest = pullRequestOf(status?.state);
  const phase = status?.phase || 'Pending';
  return {
    name: metadata.name,
    phase,
    state: promotionState(phase),
    ...(spec.freight && { freight: spec.freight }),
    ...(status?.message && { message: status.message }),
    ...(status?.startedAt && { startedAt: status.startedAt }),
    ...(status?.finishedAt && { finishedAt: status.finishedAt }),
    ...(requestedBy && { requestedBy }),
    steps: stepsOf(parsed.data),
    ...(pullRequest && { pullRequest }),
  };
}

/** A word that we do not know becomes `unknown`. */
export function promotionState(phase: string): ManagedPromotion['state'] {
  return states[phase] ?? 'unknown';
}

function stepsOf({ spec, status }: PromotionObject): ManagedPromotion['steps'] {
  const done = status?.stepExecutionMetadata ?? [];
  return (spec.steps ?? []).map((step, index) => {
    const execution = done[index];
    const { status: state, message } = execution ?? {};
    return {
      // Kargo gives steps without a name of their own one by their place, which says less than what they do.
      name:
        (step.as && !/^step-\d+$/.test(step.as) ? step.as : step.uses) ||
        `step ${index + 1}`,
      state: state ? (stepStates[state] ?? 'unknown') : 'pending',
      ...(message && { message }),
    };
  });
}

/** The newest output of a step that opens, waits for or merges a pull request. */
function pullRequestOf(state: unknown): ManagedPromotion['pullRequest'] {
  const outputs = z.record(z.string(), z.unknown()).safeParse(state).data;
  const found = Object.values(outputs ?? {}).flatMap(
    output => pullRequestSchema.safeParse(output).data ?? [],
  );
  const last = found.at(-1);
  if (!last) return undefined;
  const { id, url, open, merged } = last.pr;
  const word = merged ? 'merged' : (open === false && 'closed') || 'open';
  return {
    url,
    ...(id !== undefined && { number: id }),
    ...((open !== undefined || merged !== undefined) && { state: word }),
  };
}
