export { createPagesRouter } from './createPagesRouter';
