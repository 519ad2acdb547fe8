export { startCluster } from './startCluster';
export type { ClusterOptions, RunningCluster } from './startCluster';
