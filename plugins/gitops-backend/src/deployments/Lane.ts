import {
  Deployment,
  laneResourceRef,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';

/** A service in an environment. */
export interface Lane {
  entityRef: string;
  environment: string;
}

/** The same text for the same lane. */
export function laneKey(lane: Lane): string {
  return laneResourceRef(lane);
}

/** The deployment that runs in a lane now. */
export interface RunningDeployment extends Deployment {
  /** Ids of the targets whose images were known when it became live. */
  imageTargets: string[];
}

/** What was seen in a lane, and since when. It is stored, so that a restart of the portal does not begin anew. */
export interface LaneClock {
  /** Names what was seen. */
  key: string;
  /** ISO 8601: since when nothing else was seen. */
  since: string;
  /** ISO 8601: since when all targets have been synced, healthy and at rest. Absent while they are not. */
  steadySince?: string;
}

/** What is remembered of a lane between two looks. */
export interface LaneState {
  running?: RunningDeployment;
  clock?: LaneClock;
}

/** A version that became live. */
export interface NewDeployment {
  version: Version;
  revisions: string[];
  startedAt: string;
  imageTargets: string[];
}

/** What a look at a lane leads to. */
export interface LaneStep {
  /** Not needed any more once `verifiedAt` is written. */
  clock?: LaneClock;
  /** Takes the place of what ran. */
  begins?: NewDeployment;
  /** What runs now (`begins`, where there is one) is proven. */
  verifiedAt?: string;
  /** When time alone may lead to something. */
  lookAgainAt?: Date;
}
