import { z } from 'zod';

/** When a gate is asked: before the pull request opens, before it is merged, before the promotion has succeeded. */
export const gatePhaseSchema = z.enum(['open', 'merge', 'finish']);

/** A gate that a person let a promotion pass. Stays visible for ever. */
export const gateOverrideSchema = z.object({
  /** Entity ref of the user. */
  by: z.string(),
  reason: z.string(),
  at: z.string(),
});

/** What one gate says of one promotion. */
export const gateStatusSchema = z.object({
  /** `soak-time`, `freeze`, `approvals`, …; of a check that the pipeline names: `http:smoke-test`. */
  gate: z.string(),
  title: z.string(),
  /** The phases that it holds up. */
  phases: z.array(gatePhaseSchema).min(1),
  /** `waiting` may pass by itself or by what a person does; `failed` will not pass by itself. */
  status: z.enum(['passed', 'waiting', 'failed']),
  /** In words, what it waits for, or why it passed or failed. */
  message: z.string(),
  /** ISO 8601: when it passes by itself, where that is known. */
  until: z.string().optional(),
  /** ISO 8601: since when it was seen not to pass. Absent for a gate that passed, or was not asked yet. */
  since: z.string().optional(),
  link: z.string().optional(),
  overridden: gateOverrideSchema.optional(),
});

/** See {@link gatePhaseSchema}. @public */
export type GatePhase = z.infer<typeof gatePhaseSchema>;
/** See {@link gateOverrideSchema}. @public */
export type GateOverride = z.infer<typeof gateOverrideSchema>;
/** See {@link gateStatusSchema}. @public */
export type GateStatus = z.infer<typeof gateStatusSchema>;

/** Whether a gate does not hold anything up: it passed, or a person let it pass. @public */
export function isPassed(gate: GateStatus): boolean {
  return gate.status === 'passed' || gate.overridden !== undefined;
}

/** Gates that hold up a phase now. @public */
export function gatesInTheWay(
  gates: readonly GateStatus[],
  phase: GatePhase,
): GateStatus[] {
  return gates.filter(gate => gate.phases.includes(phase) && !isPassed(gate));
}
