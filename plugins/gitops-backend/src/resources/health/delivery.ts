import {
  HealthStatus,
  healthStatusSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { partOf } from '../liveObject';
import { health, HealthRule } from './Health';

const textSchema = z.string().nullish();
const phaseSchema = z.object({ phase: textSchema, message: textSchema });

function byPhase(words: Record<string, HealthStatus>): HealthRule {
  return object => {
    const { phase, message } = partOf(phaseSchema, object.status) ?? {};
    return health(words[phase ?? ''] ?? 'Unknown', message);
  };
}

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
