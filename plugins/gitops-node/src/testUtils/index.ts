/**
 * Fakes and contract test suites. For tests only: the suites use jest's globals.
 *
 * @packageDocumentation
 */
export * from './describeForgeContract';
export * from './FakeForge';
export type { ForgeContractSubject } from './forgeContract/ForgeContractSubject';
export * from './FakeRepository';
export { blobShaOf } from './fakeTrees';
