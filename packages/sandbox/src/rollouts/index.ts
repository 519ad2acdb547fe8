export { startRollouts } from './startRollouts';
export { hurriedRollouts } from './timings';
