import {
  Deployment,
  Environment,
  Source,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { PlanSide } from '../plan/PromotionPlanner';
import { revisionKind } from '../plan/revision';
import { StoredTarget } from '../../targets/StoredTarget';

/**
 * The two sides of a plan that leads an environment back to a deployment: its targets as they were then, and as they
 * are now.
 *
 * @remarks
 * A branch says today something else than it did then. So the sources of the past follow the commits that were live,
 * which also keeps the planner from taking the past for another environment that uses the same files. Where the
 * commit isn't known, the source is left out, and what ran then is all that is known of it. What was pinned (charts,
 * tags, commits) stays as it was declared.
 */
export function rollbackSides(options: {
  environment: Environment;
  deployment: Pick<Deployment, 'startedAt'>;
  /** What the targets looked like when the deployment was live: `DeploymentLog.targetsAt`. */
  snapshot: readonly StoredTarget[];
  /** The targets of the environment now. */
  targets: readonly StoredTarget[];
}): { from: PlanSide; to: PlanSide } {
  const { environment, deployment, snapshot, targets } = options;
  const ids = new Set(targets.map(({ id }) => id));
  const stillThere = snapshot.filter(({ id }) => ids.has(id));
  const past = stillThere.length > 0 ? stillThere : snapshot;
  return {
    from: {
      environment: {
        ...environment,
        title: `${environment.title} as of ${deployment.startedAt.slice(0, 10)}`,
      },
      targets: past.map(({ id, status }) => ({ id, status: asOfThen(status) })),
    },
    to: { environment, targets },
  };
}

function asOfThen(status: TargetStatus): TargetStatus {
  const { sources, revisions } = status;
  return {
    ...status,
    sources: sources.map((source, index) =>
      follows(source)
        ? atCommit(source, revisions.live[index] || revisions.desired[index])
        : source,
    ),
  };
}

function follows({ chart, targetRevision }: Source): boolean {
  return !chart && revisionKind(targetRevision) === 'branch';
}

// Without a repository, nothing is read of it.
function atCommit(source: Source, commit: string | undefined): Source {
  return commit && revisionKind(commit) === 'commit'
    ? { ...source, targetRevision: commit }
    : { ...source, repoUrl: '' };
}
