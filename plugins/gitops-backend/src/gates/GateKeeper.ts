import {
  EnvironmentPolicy,
  GateStatus,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';

/** Asks all gates about promotions. */
export interface GateKeeper {
  /**
   * All gates that apply, with what people let pass. Never rejects: a gate that can't be asked is `waiting`.
   */
  statuses(options: {
    promotion: Promotion;
    policy: EnvironmentPolicy;
    fromTargets: readonly StoredTarget[];
    toTargets: readonly StoredTarget[];
    now: Date;
  }): Promise<GateStatus[]>;
}
