import { LiveObject } from '../liveObject';
import { autoscalerHealth } from './autoscaler';
import { daemonSetHealth } from './daemonSet';
import {
  analysisHealth,
  applicationHealth,
  canaryHealth,
  rolloutHealth,
} from './delivery';
import { deploymentHealth } from './deployment';
import { Health, HealthRule } from './Health';
import { cronJobHealth, jobHealth } from './jobs';
import { ingressHealth, serviceHealth } from './network';
import { podHealth } from './pod';
import { apiServiceHealth, readyHealth } from './ready';
import { replicaSetHealth } from './replicaSet';
import { statefulSetHealth } from './statefulSet';
import { volumeClaimHealth } from './volumeClaim';

/** By `group/kind`; of a kind that is not here nothing but its metadata is ever read. */
const rules: Record<string, HealthRule> = {
  '/PersistentVolumeClaim': volumeClaimHealth,
  '/Pod': podHealth,
  '/Service': serviceHealth,
  'apiregistration.k8s.io/APIService': apiServiceHealth,
  'apps/DaemonSet': daemonSetHealth,
  'apps/Deployment': deploymentHealth,
  'apps/ReplicaSet': replicaSetHealth,
  'apps/StatefulSet': statefulSetHealth,
  'argoproj.io/AnalysisRun': analysisHealth,
  'argoproj.io/Application': applicationHealth,
  'argoproj.io/Experiment': analysisHealth,
  'argoproj.io/Rollout': rolloutHealth,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
  'batch/CronJob': cronJobHealth,
  'batch/Job': jobHealth,
  'cert-manager.io/Certificate': readyHealth,
  'flagger.app/Canary': canaryHealth,
  'helm.toolkit.fluxcd.io/HelmRelease': readyHealth,
  'kustomize.toolkit.fluxcd.io/Kustomization': readyHealth,
  'networking.k8s.io/Ingress': ingressHealth,
  'source.toolkit.fluxcd.io/GitRepository': readyHealth,
  'source.toolkit.fluxcd.io/HelmChart': readyHealth,
  'source.toolkit.fluxcd.io/OCIRepository': readyHealth,
};

/** Whether more than the metadata of a kind has to be read. */
export function hasHealthRule(kind: { group: string; kind: string }): boolean {
  return keyOf(kind) in rules;
}

/**
 * How a resource is, by the same rules as Argo CD's, so that both say the same of the same resource. Undefined for a
 * kind that has no rule, which is as good as its being there.
 */
export function healthOf(object: LiveObject): Health {
  const rule = rules[keyOf(object)];
  if (!rule) return undefined;
  const found = rule(object);
  return object.metadata.deletionTimestamp
    ? { status: 'Progressing', message: 'It is being deleted' }
    : found;
}

function keyOf({ group, kind }: { group: string; kind: string }): string {
  return `${group}/${kind}`;
}
