import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { offeredActions } from './actions';
import { analysesOf } from './mapping/analyses';
import { phaseSince } from './mapping/condition';
import { progressOf } from './mapping/progress';
import { CanaryState, stateOf } from './mapping/state';
import { stepsOf } from './mapping/steps';
import { strategyOf } from './mapping/strategy';
import { unknownToGit } from './mapping/unknownToGit';
import { abortedOf, messageOf, pauseOf } from './mapping/words';
import { findWorkloads, revisionOf } from './mapping/workloads';
import { kindOf, parseCanary, phaseOf, primaryOf } from './parse';
import { Canary } from './schema';

/** Throws InputError naming the field when the object is no Canary of Flagger. */
export function mapCanary(
  raw: unknown,
  context: MappingContext,
): RolloutStatus {
  const canary = parseCanary(raw);
  const { apiVersion, kind, metadata, spec } = canary;
  const workloads = findWorkloads(canary, context);
  const state = stateOf(canary, workloads);
  const strategy = strategyOf(canary);
  const stable = revisionOf(primaryOf(canary), workloads.primary);
  const candidate = bringsIn(state)
    ? revisionOf(spec.targetRef.name, workloads.target)
    : undefined;
  const message = messageOf(canary, { state, strategy });
  const since = phaseSince(canary);
  const pause = pauseOf(canary, state);
  const aborted = abortedOf(canary, state);
  const unknown = unknownToGit(canary, { state, stable, candidate });
  return {
    controller: 'flagger',
    object: {
      cluster: context.cluster,
      apiVersion,
      kind,
      namespace: metadata.namespace,
      name: metadata.name,
    },
    ...(metadata.uid && { uid: metadata.uid }),
    strategy: strategy.name,
    state: state.state,
    phase: phaseOf(canary),
    ...(message && { message }),
    ...(since && { since }),
    ...(pause && { pause }),
    ...(aborted && { aborted }),
    ...(stable && { stable }),
    ...(candidate && { candidate }),
    ...(spec.provider && { trafficRouter: spec.provider }),
    ...(unknown && { unknownToGit: unknown }),
    ...stepsOf(canary, { state, strategy }),
    ...progressOf(canary, { state, strategy }),
    services: servicesOf(canary),
    workload: { kind: kindOf(canary), name: spec.targetRef.name },
    analyses: analysesOf(canary, state),
    actions: offeredActions(canary),
  };
}

/** Whether the target is, or was to become, another version than the one that serves. */
function bringsIn({ state }: CanaryState): boolean {
  return state !== 'stable' && state !== 'unknown';
}

function servicesOf({ spec }: Canary): RolloutStatus['services'] {
  const apex = spec.service?.name || spec.targetRef.name;
  return { active: apex, stable: `${apex}-primary`, canary: `${apex}-canary` };
}
