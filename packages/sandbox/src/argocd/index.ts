export { ArgoCdController } from './controller/ArgoCdController';
export { hurriedTimings, usualTimings } from './controller/timings';
export type { ArgoCdTimings } from './controller/timings';
