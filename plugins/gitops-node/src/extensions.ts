import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { GitOpsEngine } from './engines/GitOpsEngine';
import { Gate } from './gates/Gate';

/** Adds engines to the gitops backend. @public */
export interface GitopsEnginesExtensionPoint {
  /** Throws ConflictError when an engine with this id was added before. */
  addEngine(engine: GitOpsEngine): void;
}

/** @public */
export const gitopsEnginesExtensionPoint =
  createExtensionPoint<GitopsEnginesExtensionPoint>({ id: 'gitops.engines' });

/** Adds gates to the gitops backend, after those that it has itself. @public */
export interface GitopsGatesExtensionPoint {
  addGate(gate: Gate): void;
}

/** @public */
export const gitopsGatesExtensionPoint =
  createExtensionPoint<GitopsGatesExtensionPoint>({ id: 'gitops.gates' });
