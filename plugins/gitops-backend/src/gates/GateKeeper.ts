import {
  EnvironmentPolicy,
  GatePhase,
  GateStatus,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';

/** Asks all gates about promotions. */
export interface GateKeeper {
  /**
   * All gates that apply, with what people let pass. Never rejects: a gate that can't be asked is `waiting`.
   *
   * A custom check whose only phases come later than `phase` is not asked yet: it is `waiting`, and says when it will
   * be. All others are asked, so that people see early what will hold them up.
   */
  statuses(options: {
    promotion: Promotion;
    policy: EnvironmentPolicy;
    /** The phase that comes next. */
    phase: GatePhase;
    fromTargets: readonly StoredTarget[];
    toTargets: readonly StoredTarget[];
    now: Date;
  }): Promise<GateStatus[]>;
}
