export { startForge } from './startForge';
export type { RunningForge } from './startForge';
