import { GateOverride } from '@fairlead/backstage-plugin-gitops-common';

/** An approval as it was given. */
export interface GivenApproval {
  by: string;
  at: string;
  comment?: string;
  /** What the user was a member of then: entity refs of groups, and of the user. */
  memberOf: string[];
  /** See `changeKey`: an approval covers one change only. */
  changeKey: string;
}

/** What people said of single promotions: approvals, and gates that they let it pass. Only ever added to. */
export interface Approvals {
  /** Oldest first. */
  of(promotionId: string): Promise<GivenApproval[]>;
  /** The same user again for the same change is written once. */
  add(options: { promotionId: string; approval: GivenApproval }): Promise<void>;
  /** By gate id; the first override of a gate counts. */
  overridesOf(promotionId: string): Promise<ReadonlyMap<string, GateOverride>>;
  override(options: {
    promotionId: string;
    gate: string;
    override: GateOverride;
  }): Promise<void>;
}
