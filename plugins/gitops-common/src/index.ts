/**
 * The model, wire schemas, permissions, annotations and client of Fairlead.
 *
 * @packageDocumentation
 */
export * from './model/environment';
export * from './model/version';
export * from './model/versionLabel';
export * from './model/imageReference';
export * from './model/source';
export * from './model/target';
export * from './model/targetId';
export * from './model/promotion';
export * from './wire/api';
export * from './wire/signals';
export * from './permissions';
export * from './annotations';
export * from './client/GitopsClient';
