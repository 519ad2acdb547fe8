export { LoadTester } from './LoadTester';
export { startFlagger } from './startFlagger';
export { hurriedFlagger } from './timings';
