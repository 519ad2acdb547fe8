import { PromotionState } from '@fairlead/backstage-plugin-gitops-common';

/** Each state of a promotion, and those that may come right after it. A state with none is an end. */
export const transitions: Record<PromotionState, readonly PromotionState[]> = {
  queued: ['planned', 'cancelled', 'superseded'],
  planned: ['opening', 'noop', 'cancelled', 'superseded', 'errored'],
  opening: ['open', 'cancelled', 'superseded', 'errored'],
  open: ['merged', 'closed', 'cancelled', 'superseded', 'errored'],
  merged: ['synced', 'failed', 'superseded', 'errored'],
  synced: ['settling', 'merged', 'failed', 'superseded', 'errored'],
  settling: [
    'succeeded',
    'synced',
    'merged',
    'failed',
    'superseded',
    'errored',
  ],
  succeeded: [],
  noop: [],
  closed: [],
  cancelled: [],
  superseded: [],
  failed: [],
  errored: [],
};

/** The states as a Mermaid diagram. */
export function stateDiagram(): string {
  const states = Object.entries(transitions);
  return [
    'stateDiagram-v2',
    '  [*] --> queued: the lane is taken',
    '  [*] --> planned: the lane is free',
    '  [*] --> noop: nothing to change',
    ...states.flatMap(([from, to]) => to.map(each => `  ${from} --> ${each}`)),
    ...states
      .filter(([, to]) => to.length === 0)
      .map(([state]) => `  ${state} --> [*]`),
  ].join('\n');
}
