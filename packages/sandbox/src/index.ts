/**
 * A forge, Kubernetes API endpoints and an Argo CD stand-in, for tests that start their own.
 *
 * @packageDocumentation
 */
export { startArgoCdApi } from './argocd/api/startArgoCdApi';
export type { RunningArgoCdApi } from './argocd/api/startArgoCdApi';
export { startCluster } from './clusters';
export type { ClusterOptions, RunningCluster } from './clusters';
export { FaultList } from './faults/FaultList';
export { startForge } from './forge';
export type { RunningForge } from './forge';
export { startSandbox } from './startSandbox';
export type { RunningSandbox } from './startSandbox';
export type { Fault, FaultRule, Faults } from './contracts';
