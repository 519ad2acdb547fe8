/**
 * The model, wire schemas, permissions, annotations and client of Fairlead.
 *
 * @packageDocumentation
 */
export * from './model/environment';
export * from './model/version';
export * from './model/versionLabel';
export * from './model/sameVersion';
export * from './model/imageReference';
export * from './model/source';
export * from './model/target';
export * from './model/targetId';
export * from './model/isSynced';
export * from './model/rollout';
export * from './model/finding';
export * from './model/stage';
export * from './model/gate';
export * from './model/policy';
export * from './model/restriction';
export * from './model/deployment';
export * from './model/promotion';
export * from './wire/api';
export * from './wire/control';
export * from './wire/resources';
export * from './wire/signals';
export * from './permissions';
export * from './annotations';
export * from './client/GitopsClient';
