import { z } from 'zod';
import { RunningCluster } from '../clusters';
import { CommitSummary, KubeObject } from '../contracts';
import { RunningForge } from '../forge';
import { isDeployedByArgoCd } from './engines';
import { gitopsRepository } from './gitopsRepository';
import { versionFile } from './manifests';
import { placesOf } from './places';
import { seedEnvironments } from './SeedService';
import { services } from './services';

const keptEntries = 10;

const syncResultSchema = z.looseObject({
  revisions: z.array(z.string()).optional(),
});

const statusSchema = z.looseObject({
  history: z.array(syncResultSchema).min(1),
  health: z.looseObject({}),
  operationState: z.looseObject({
    operation: z.looseObject({ sync: syncResultSchema }),
    syncResult: syncResultSchema,
  }),
});

const applicationKind = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  namespace: 'argocd',
};

/** A change of what an Application deploys, as it came to the branch. */
interface Landing {
  revision: string;
  at: number;
}

/**
 * The clusters have just deployed what was merged over weeks. Gives each Application the history it would have, had it
 * followed all along: an entry for each merge that changed what it deploys, at the time of that merge.
 */
export async function backdate(options: {
  forge: RunningForge;
  clusters: readonly RunningCluster[];
}): Promise<void> {
  const { content } = options.forge;
  const all = await content.log({ ...gitopsRepository, ref: 'main' });
  for (const service of services.filter(isDeployedByArgoCd)) {
    const places = seedEnvironments.flatMap(environment =>
      placesOf(service, environment),
    );
    for (const place of places) {
      const { path } = versionFile(service, place, '');
      const changes = await content.log({
        ...gitopsRepository,
        ref: 'main',
        path,
      });
      const landings = landingsOf({ all, changes });
      const name = place.application;
      const { objects, application } = find(options.clusters, name);
      objects.setStatus(
        { ...applicationKind, name },
        withHistory(application, landings),
      );
    }
  }
}

function find(clusters: readonly RunningCluster[], name: string) {
  for (const { objects } of clusters) {
    const application = objects.get({ ...applicationKind, name });
    if (application) return { objects, application };
  }
  throw new Error(`There is no Application ${name}`);
}

/** Oldest first. A change of a pull request is on the branch since its merge. */
function landingsOf(options: {
  all: CommitSummary[];
  changes: CommitSummary[];
}): Landing[] {
  const merges = new Map(
    options.all.flatMap(commit =>
      commit.parents.slice(1).map(parent => [parent, commit] as const),
    ),
  );
  const landings = options.changes.map(change => {
    const { sha, date } = merges.get(change.sha) ?? change;
    return { revision: sha, at: Date.parse(date) };
  });
  const unique = new Map(landings.map(each => [each.revision, each]));
  return [...unique.values()].sort((a, b) => a.at - b.at).slice(-keptEntries);
}

function withHistory(application: KubeObject, landings: Landing[]) {
  const status = statusSchema.parse(application.status);
  const [entry] = status.history;
  const { operation, syncResult } = status.operationState;
  const last = landings[landings.length - 1];
  const times = (at: number) => ({
    started: after(at, 20),
    finished: after(at, 24),
  });
  return {
    ...status,
    history: landings.map(({ revision, at }, id) => ({
      ...atRevision(entry, revision),
      id,
      deployStartedAt: times(at).started,
      deployedAt: times(at).finished,
    })),
    health: { ...status.health, lastTransitionTime: after(last.at, 70) },
    operationState: {
      ...status.operationState,
      operation: {
        ...operation,
        sync: atRevision(operation.sync, last.revision),
      },
      syncResult: atRevision(syncResult, last.revision),
      startedAt: times(last.at).started,
      finishedAt: times(last.at).finished,
    },
  };
}

/** The same at another revision; with several sources, all are of the one repository. */
function atRevision<T extends z.infer<typeof syncResultSchema>>(
  result: T,
  revision: string,
) {
  return result.revisions
    ? { ...result, revisions: result.revisions.map(() => revision) }
    : { ...result, revision };
}

function after(at: number, seconds: number): string {
  return new Date(at + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
