import { TargetStatus } from './target';

/** The raw sync status of what no engine compares with Git: a pipeline, or a person, has pushed it. @public */
export const pushedSync = 'Pushed';

/** Whether a target is pushed into its cluster, with no engine that would know what Git says. @public */
export function isPushed({ sync }: Pick<TargetStatus, 'sync'>): boolean {
  return sync.raw === pushedSync;
}

/** Whether what runs is what is meant: the engine says so, or there is none that could say otherwise. @public */
export function isSynced(status: Pick<TargetStatus, 'sync'>): boolean {
  return status.sync.status === 'Synced' || isPushed(status);
}
