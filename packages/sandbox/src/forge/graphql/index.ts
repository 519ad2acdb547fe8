export { createGraphqlRouter } from './createGraphqlRouter';
