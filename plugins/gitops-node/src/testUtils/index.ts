/**
 * Fakes and contract test suites. For tests only: the suites use jest's globals.
 *
 * @packageDocumentation
 */
export * from './describeForgeContract';
export * from './FakeForge';
export * from './FakeRepository';
export { blobShaOf } from './fakeTrees';
