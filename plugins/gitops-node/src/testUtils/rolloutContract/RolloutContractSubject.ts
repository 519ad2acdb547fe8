import { RolloutController } from '../../rollouts/RolloutController';

/** A rollout controller under test, with objects as an API server gives them. @public */
export interface RolloutContractSubject {
  controller: RolloutController;
  /**
   * Objects of the controller's kinds that the API server would accept: at least one, and for each action that the
   * controller has one on which it can be carried out. The more states, the better.
   */
  samples: readonly unknown[];
  /** Objects of the kinds that its mapping looks things up in, on the same cluster. */
  referenced?: readonly unknown[];
  /** Texts in samples and referenced objects that no status may contain: what an analysis sends to a provider. */
  secrets?: readonly string[];
}
