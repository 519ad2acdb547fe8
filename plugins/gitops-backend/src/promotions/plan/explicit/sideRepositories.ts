import { PlanInput, PlanSide } from '../PromotionPlanner';
import { RepositoryAt } from '../RepositoryAt';
import { RepositoryReader } from '../RepositoryReader';

/**
 * Where the files that a pipeline file names are for the environment that is promoted to: the repository of its first
 * target's first source or, when that is a chart, of what applies the target.
 */
export function targetRepository(
  input: PlanInput,
  reader: RepositoryReader,
): RepositoryAt | undefined {
  const own = input.to.targets.flatMap(({ status }) => status.sources);
  const parents = [...(input.definedBy?.values() ?? [])].flatMap(
    ({ sources }) => sources,
  );
  const [source] = [...own, ...parents].filter(({ chart }) => !chart);
  return (
    source &&
    reader.at({
      repoUrl: source.repoUrl,
      ref: source.targetRevision,
      required: true,
    })
  );
}

/**
 * The same for the environment that a version comes from, at the commits that run there: what has been pushed since
 * isn't what was verified. One entry for each commit.
 */
export function sourceRepositories(
  { targets }: PlanSide,
  reader: RepositoryReader,
): RepositoryAt[] {
  const found = targets.flatMap(({ status }) => {
    const index = status.sources.findIndex(({ chart }) => !chart);
    const source = status.sources[index];
    const live = status.revisions.live[index];
    const ref = isCommit(live) ? live : source?.targetRevision;
    return source
      ? (reader.at({ repoUrl: source.repoUrl, ref, required: true }) ?? [])
      : [];
  });
  return [...new Set(found)];
}

/** Whether a revision is the full id of a commit. */
export function isCommit(revision: string | undefined): revision is string {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision ?? '');
}
