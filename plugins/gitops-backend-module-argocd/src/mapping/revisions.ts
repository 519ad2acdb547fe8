import {
  HistoryEntry,
  Revisions,
} from '@fairlead/backstage-plugin-gitops-common';
import { Application, ApplicationStatus } from '../schema';

interface RevisionHolder {
  revision?: string | null;
  revisions?: string[] | null;
}

function revisionsOf(holder: RevisionHolder | null | undefined): string[] {
  if (holder?.revisions?.length) return holder.revisions;
  return holder?.revision ? [holder.revision] : [];
}

/**
 * `sync.revision(s)` is what the target was compared at, not what is deployed; what is deployed is in the last
 * entry of the history, which grows only on a successful sync of the whole application.
 */
export function mapRevisions(application: Application): Revisions {
  const status = application.status ?? {};
  const toDry = dryShas(status);
  const operation = status.operationState;
  const running = operation?.phase === 'Running' && !operation.finishedAt;
  const requested = revisionsOf(operation?.operation?.sync);
  const deploying =
    requested.length > 0 ? requested : revisionsOf(operation?.syncResult);
  return {
    desired: revisionsOf(status.sync).map(toDry),
    live: revisionsOf(status.history?.at(-1)).map(toDry),
    ...(running && deploying.length > 0 && { deploying: deploying.map(toDry) }),
  };
}

/** Newest first. */
export function mapHistory(application: Application): HistoryEntry[] {
  const status = application.status ?? {};
  const toDry = dryShas(status);
  return (status.history ?? [])
    .flatMap(entry => {
      const { username, automated } = entry.initiatedBy ?? {};
      const initiatedBy = username || (automated ? 'auto-sync' : undefined);
      return entry.deployedAt
        ? [
            {
              id: `${entry.id ?? 0}`,
              revisions: revisionsOf(entry).map(toDry),
              deployedAt: entry.deployedAt,
              ...(entry.deployStartedAt && {
                startedAt: entry.deployStartedAt,
              }),
              ...(initiatedBy && { initiatedBy }),
            },
          ]
        : [];
    })
    .reverse();
}

// With the source hydrator all revisions are hydrated commits, while people edit, and know, the dry ones.
function dryShas(status: ApplicationStatus): (sha: string) => string {
  const { currentOperation, lastSuccessfulOperation } =
    status.sourceHydrator ?? {};
  const operations = [currentOperation, lastSuccessfulOperation];
  // Argo CD's API says `sourceHydrator: {}` of Applications that have none.
  const isHydrated = operations.some(Boolean);
  const known = new Map(
    operations.flatMap(operation =>
      operation?.hydratedSHA && operation.drySHA
        ? [[operation.hydratedSHA, operation.drySHA] as const]
        : [],
    ),
  );
  return sha => known.get(sha) ?? (isHydrated ? '' : sha);
}
