/**
 * Fakes and contract test suites. For tests only: the suites use jest's globals.
 *
 * @packageDocumentation
 */
export * from './describeEngineContract';
export * from './describeForgeContract';
export * from './describePromotionPipelineContract';
export * from './describeRolloutControllerContract';
export type { EngineContractSubject } from './engineContract/EngineContractSubject';
export * from './engineContract/mappingContextOf';
export * from './FakeForge';
export type { ForgeContractSubject } from './forgeContract/ForgeContractSubject';
export * from './FakeRepository';
export { blobShaOf } from './fakeTrees';
export type { PipelineContractSubject } from './pipelineContract/PipelineContractSubject';
export type { RolloutContractSubject } from './rolloutContract/RolloutContractSubject';
