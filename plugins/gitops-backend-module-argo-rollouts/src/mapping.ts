import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { offeredActions } from './actions';
import { analysesOf } from './mapping/analyses';
import { pauseOf } from './mapping/pause';
import { phaseOf } from './mapping/phase';
import { findRelated, revisionsOf } from './mapping/revisions';
import { sinceOf, stateOf } from './mapping/state';
import { stepsOf } from './mapping/steps';
import { servicesOf, strategyOf, trafficRouterOf } from './mapping/strategy';
import { weightOf } from './mapping/weight';
import { abortedOf, messageOf, unknownToGit } from './mapping/words';
import { parseRollout } from './parse';
import { Rollout } from './schema';

/** Throws InputError naming the field when the object is no Rollout of Argo Rollouts. */
export function mapRollout(
  raw: unknown,
  context: MappingContext,
): RolloutStatus {
  const rollout = parseRollout(raw);
  const { apiVersion, kind, metadata } = rollout;
  const related = findRelated(rollout, context);
  const phase = phaseOf(rollout, related.workload);
  const pause = pauseOf(rollout, phase);
  const state = stateOf(rollout, { phase, pause });
  const { stable, candidate } = revisionsOf(rollout, {
    related,
    unseen: phase.unseen !== undefined,
  });
  const message = messageOf(rollout, { phase, state, pause });
  const since = sinceOf(rollout, { phase, state, pause });
  const aborted = abortedOf(rollout, state);
  const weight = weightOf(rollout, { phase, related });
  const workload = workloadOf(rollout);
  const trafficRouter = trafficRouterOf(rollout);
  const unknown = unknownToGit(rollout, { state, stable, candidate });
  return {
    controller: 'argo-rollouts',
    object: {
      cluster: context.cluster,
      apiVersion,
      kind,
      namespace: metadata.namespace,
      name: metadata.name,
    },
    ...(metadata.uid && { uid: metadata.uid }),
    strategy: strategyOf(rollout),
    state,
    phase: phase.word,
    ...(message && { message }),
    ...(since && { since }),
    ...stepsOf(rollout, phase),
    ...(weight && { weight }),
    ...(pause && { pause }),
    ...(aborted && { aborted }),
    ...(stable && { stable }),
    ...(candidate && { candidate }),
    services: servicesOf(rollout),
    ...(workload && { workload }),
    ...(trafficRouter && { trafficRouter }),
    analyses: analysesOf(rollout, context),
    actions: offeredActions(rollout),
    ...(unknown && { unknownToGit: unknown }),
    ...(phase.unseen && { stale: phase.unseen }),
  };
}

function workloadOf({ spec }: Rollout): RolloutStatus['workload'] {
  const { kind, name } = spec.workloadRef ?? {};
  return kind && name ? { kind, name } : undefined;
}
