import {
  Restriction,
  RestrictionKind,
  RestrictionScope,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';

/** What is to be written down. */
export interface NewRestriction {
  kind: RestrictionKind;
  scope: RestrictionScope;
  version?: Version;
  reason: string;
  /** Entity ref of a user, or `fairlead`. */
  createdBy: string;
  endsAt?: string;
  promotionId?: string;
}

/** Freezes, holds, pins and vetoes. */
export interface Restrictions {
  /** In force now for one service in one environment, or in any when it is not named; `system` is the service's. */
  inForce(options: {
    entityRef: string;
    system?: string;
    environment?: string;
    now: Date;
  }): Promise<Restriction[]>;

  /** All that are in force now, or all there ever were, newest first. */
  list(options: { all: boolean; now: Date }): Promise<Restriction[]>;

  /** A hold or pin takes the place of another one of the same lane, which is lifted by it. */
  create(options: {
    restriction: NewRestriction;
    at: Date;
  }): Promise<Restriction>;

  /** Throws NotFoundError; lifted already is fine, and the first to do it is remembered. */
  lift(options: {
    id: string;
    by: string;
    reason: string;
    at: Date;
  }): Promise<Restriction>;
}
