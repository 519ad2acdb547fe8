import { Deployment } from '@fairlead/backstage-plugin-gitops-common';
import { duration } from './duration';
import { Tone } from './promotionWords';

/** Whether a deployment was proven. */
export function deploymentProof(
  deployment: Pick<Deployment, 'verifiedAt' | 'failure'>,
): { word: string; tone: Tone; detail?: string } {
  const { verifiedAt, failure } = deployment;
  if (failure) return { word: 'Failed', tone: 'negative', detail: failure };
  return verifiedAt
    ? { word: 'Verified', tone: 'positive' }
    : { word: 'Not verified', tone: 'neutral' };
}

/** For how long a version was live, or is. */
export function livedFor(
  deployment: Pick<Deployment, 'startedAt' | 'endedAt'>,
  now: number,
): string {
  const end = deployment.endedAt ? Date.parse(deployment.endedAt) : now;
  return duration(end - Date.parse(deployment.startedAt));
}
