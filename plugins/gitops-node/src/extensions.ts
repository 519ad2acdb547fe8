import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { GitOpsEngine } from './engines/GitOpsEngine';

/** Adds engines to the gitops backend. @public */
export interface GitopsEnginesExtensionPoint {
  /** Throws ConflictError when an engine with this id was added before. */
  addEngine(engine: GitOpsEngine): void;
}

/** @public */
export const gitopsEnginesExtensionPoint =
  createExtensionPoint<GitopsEnginesExtensionPoint>({ id: 'gitops.engines' });
