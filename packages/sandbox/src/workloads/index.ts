export { startWorkloads } from './startWorkloads';
export type { RunningWorkloads } from './startWorkloads';
export { hurriedWorkloads } from './timings';
