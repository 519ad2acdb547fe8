import { podTrouble } from './podTrouble';

/** Rules about what keeps an engine from deploying: that it gives up, or that something differs, may follow from them. */
export const syncTrouble: readonly string[] = [
  ...podTrouble,
  'source-authentication',
  'source-not-found',
  'source-unreachable',
  'path-not-found',
  'render-error',
  'forbidden',
  'kind-not-installed',
  'namespace-missing',
  'immutable-field',
  'invalid-manifest',
  'hook-failed',
  'progress-deadline',
  'dependency-not-ready',
  'sync-failed',
];
