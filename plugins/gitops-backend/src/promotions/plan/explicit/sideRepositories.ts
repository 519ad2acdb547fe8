import { Source, TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { PlanInput } from '../PromotionPlanner';
import { RepositoryAt } from '../RepositoryAt';
import { RepositoryReader } from '../RepositoryReader';

/** Where the files that a pipeline file names are for the environment that is promoted to: at what it deploys from. */
export function targetRepository(
  input: PlanInput,
  reader: RepositoryReader,
): RepositoryAt | undefined {
  const statuses = [
    ...input.to.targets.map(({ status }) => status),
    ...(input.definedBy?.values() ?? []),
  ];
  for (const status of statuses) {
    const found = fileSource({ status, input, reader });
    if (found) {
      return reader.at({
        repoUrl: found.source.repoUrl,
        ref: found.source.targetRevision,
        required: true,
      });
    }
  }
  return atHead(input, reader);
}

/**
 * The same for the environment that a version comes from, at the commits that run there: what has been pushed since
 * isn't what was verified. One entry for each commit.
 */
export function sourceRepositories(
  input: PlanInput,
  reader: RepositoryReader,
): RepositoryAt[] {
  const found = input.from.targets.flatMap(({ status }) => {
    const files = fileSource({ status, input, reader });
    if (!files) {
      return [];
    }
    const { source, index } = files;
    const live = status.revisions.live[index];
    const ref = isCommit(live) ? live : source.targetRevision;
    return reader.at({ repoUrl: source.repoUrl, ref, required: true }) ?? [];
  });
  return found.length > 0
    ? [...new Set(found)]
    : [atHead(input, reader)].flatMap(repository => repository ?? []);
}

/** Whether a revision is the full id of a commit. */
export function isCommit(revision: string | undefined): revision is string {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision ?? '');
}

/** The source in the repository of the pipeline file or, when that isn't known, of the value files or manifests. */
function fileSource(options: {
  status: TargetStatus;
  input: PlanInput;
  reader: RepositoryReader;
}): { source: Source; index: number } | undefined {
  const { status, input, reader } = options;
  const files = status.sources
    .map((source, index) => ({ source, index }))
    .filter(({ source }) => !source.chart);
  if (input.promotedIn) {
    const wanted = reader.normalize(input.promotedIn);
    return files.find(
      ({ source }) => reader.normalize(source.repoUrl) === wanted,
    );
  }
  const refs = new Set(
    status.sources
      .flatMap(({ valueFiles }) => valueFiles ?? [])
      .map(file => /^\$([^/]+)\//.exec(file)?.[1]),
  );
  return (
    files.find(({ source }) => source.ref && refs.has(source.ref)) ??
    files.find(({ source }) => source.path !== undefined) ??
    files[0]
  );
}

/** A repository that no target deploys from: its default branch is all that there is. */
function atHead(
  { promotedIn }: PlanInput,
  reader: RepositoryReader,
): RepositoryAt | undefined {
  return promotedIn
    ? reader.at({ repoUrl: promotedIn, ref: undefined, required: true })
    : undefined;
}
