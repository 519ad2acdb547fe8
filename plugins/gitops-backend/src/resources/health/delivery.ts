import {
  HealthStatus,
  healthStatusSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { partOf } from '../liveObject';
import { health, HealthRule, unobserved } from './Health';

const textSchema = z.string().nullish();
const phaseSchema = z.object({
  phase: textSchema,
  message: textSchema,
  // Rollouts write it as text; very old ones as a hash.
  observedGeneration: z.union([z.string(), z.number()]).nullish(),
});

function byPhase(words: Record<string, HealthStatus>): HealthRule {
  return object => {
    const { phase, message } = partOf(phaseSchema, object.status) ?? {};
    return health(words[phase ?? ''] ?? 'Unknown', message);
  };
}

const rolloutPhase = byPhase({
  Healthy: 'Healthy',
  Progressing: 'Progressing',
  Paused: 'Suspended',
  Degraded: 'Degraded',
});

/** An Argo `Rollout`. */
export const rolloutHealth: HealthRule = object => {
  const status = partOf(phaseSchema, object.status) ?? {};
  const observed = Number(status.observedGeneration ?? 0);
  if (object.metadata.generation && observed < object.metadata.generation) {
    return unobserved;
  }
  return status.phase ? rolloutPhase(object) : health('Progressing');
};

/** An Argo `AnalysisRun` or `Experiment`. */
export const analysisHealth: HealthRule = byPhase({
  Pending: 'Progressing',
  Running: 'Progressing',
  Successful: 'Healthy',
  Failed: 'Degraded',
  Error: 'Degraded',
});

/** A Flagger `Canary`. */
export const canaryHealth: HealthRule = byPhase({
  Initializing: 'Progressing',
  Initialized: 'Healthy',
  Waiting: 'Suspended',
  Progressing: 'Progressing',
  WaitingPromotion: 'Suspended',
  Promoting: 'Progressing',
  Finalising: 'Progressing',
  Succeeded: 'Healthy',
  Failed: 'Degraded',
});

const applicationSchema = z.object({
  health: z.object({ status: textSchema, message: textSchema }).nullish(),
});

/** An Argo CD `Application`: what its controller says. */
export const applicationHealth: HealthRule = object => {
  const said = partOf(applicationSchema, object.status)?.health;
  const status = healthStatusSchema.safeParse(said?.status).data;
  return status && health(status, said?.message);
};
