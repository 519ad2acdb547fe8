import { GitOpsEngine } from '../../engines/GitOpsEngine';

/** An engine under test, with objects as an API server gives them. @public */
export interface EngineContractSubject {
  engine: GitOpsEngine;
  /**
   * Objects of the engine's kinds that the API server would accept: at least one that defines a target, and for each
   * action that the engine has one on which it can be carried out. The more states, the better.
   */
  samples: readonly unknown[];
  /** Objects of the kinds that its mapping looks things up in, on the same cluster. */
  referenced?: readonly unknown[];
  /** Texts in samples and referenced objects that no status may contain: passwords in URLs, values of a chart. */
  secrets?: readonly string[];
}
