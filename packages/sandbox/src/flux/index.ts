export { FluxController } from './FluxController';
export { hurriedFlux, usualFlux } from './timings';
