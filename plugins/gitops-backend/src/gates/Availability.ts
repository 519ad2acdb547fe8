import { Version } from '@fairlead/backstage-plugin-gitops-common';

/** Whether a version is good enough to go on to an environment, and how long it has run where it comes from. */
export interface AvailabilityQuestion {
  entityRef: string;
  version: Version;
  /** The environment that it comes from. */
  from: string;
  to: string;
  /** It must be verified in all environments before `to`, or in any of them. */
  mode: 'all' | 'any';
  /** Environments that are skipped: those before them take their place. */
  except: readonly string[];
  /** Counts alone, in place of the environments before `to`. */
  only?: string;
  /** For so long it must have run in `from`. */
  soakMs: number;
  now: Date;
}

/** The answer. Messages are the same at each look as long as nothing has changed. */
export interface AvailabilityAnswer {
  available: boolean;
  /** In which environments it is verified and since when, or what it waits for. */
  message: string;
  /** How long it has run in `from` without a break, the longest time; absent when it never did. */
  soakedMs?: number;
  /** ISO 8601: when it will have run there for `soakMs`. Absent when it does not run there now. */
  until?: string;
}

/** Answers from the deployment log. */
export interface Availability {
  of(question: AvailabilityQuestion): Promise<AvailabilityAnswer>;
}
