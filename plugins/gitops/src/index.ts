/**
 * The pages of Fairlead, for apps on the new frontend system. Those on the old one import from `./legacy`.
 *
 * @packageDocumentation
 */
export { gitopsPlugin as default } from './plugin';
export { gitopsApiRef } from './api/gitopsApiRef';
