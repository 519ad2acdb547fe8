import { LiveObject } from '../liveObject';
import { autoscalerHealth } from './autoscaler';
import { analysisHealth, applicationHealth, canaryHealth } from './delivery';
import { Health, HealthRule } from './Health';
import { jobHealth } from './job';
import { ingressHealth, serviceHealth } from './network';
import { podHealth } from './pod';
import { apiServiceHealth, readyHealth } from './ready';
import { replicaSetHealth } from './replicaSet';
import { volumeClaimHealth } from './volumeClaim';
import { workloadRule } from './workload';

/** By `group/kind`; of a kind that is not here nothing but its metadata is ever read. */
const rules: Record<string, HealthRule> = {
  '/PersistentVolumeClaim': volumeClaimHealth,
  '/Pod': podHealth,
  '/Service': serviceHealth,
  'apiregistration.k8s.io/APIService': apiServiceHealth,
  'apps/DaemonSet': workloadRule,
  'apps/Deployment': workloadRule,
  'apps/ReplicaSet': replicaSetHealth,
  'apps/StatefulSet': workloadRule,
  'argoproj.io/AnalysisRun': analysisHealth,
  'argoproj.io/Application': applicationHealth,
  'argoproj.io/Experiment': analysisHealth,
  'argoproj.io/Rollout': workloadRule,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
  'batch/CronJob': workloadRule,
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
