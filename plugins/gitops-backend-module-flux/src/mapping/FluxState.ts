import {
  HistoryEntry,
  Revisions,
  TargetStatus,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';

/** What only one of Flux's two kinds says in its own way. */
export type FluxState = Pick<
  TargetStatus,
  'sync' | 'health' | 'autoSync' | 'drift'
> & {
  version: Version;
  revisions: Revisions;
  history: HistoryEntry[];
  /** What can't be seen in the object and looks as if all were well. */
  unknown: string[];
  reconciledAt?: string;
  retryCount?: number;
};
