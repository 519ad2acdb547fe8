import { Comment, Label, Node, PullRequest, Team, User } from '../../domain';
import { GithubProblem } from '../GithubProblem';
import { GraphqlContext } from '../GraphqlContext';
import { repositorySource } from '../repositorySource';
import { RefSource, RepositorySource } from '../sources';

/** The repository of this id, if the viewer may write to it. */
export async function writableRepository(
  context: GraphqlContext,
  options: { id: string; mutation: string },
): Promise<RepositorySource> {
  const node = find(context, options.id);
  if (node.kind !== 'Repository') throw missing(options.id);
  return writable(context, { ...options, repositoryId: node.value.id });
}

/** The pull request of this id, if the viewer may write to it. */
export async function writablePullRequest(
  context: GraphqlContext,
  options: { id: string; mutation: string },
): Promise<{ repo: RepositorySource; pullRequest: PullRequest }> {
  const node = find(context, options.id);
  if (node.kind !== 'PullRequest') throw missing(options.id);
  const { repositoryId } = node.value;
  const repo = await writable(context, { ...options, repositoryId });
  return { repo, pullRequest: node.value };
}

/** The comment of this id, if the viewer may write to its repository. */
export async function writableComment(
  context: GraphqlContext,
  options: { id: string; mutation: string },
): Promise<{
  repo: RepositorySource;
  pullRequest: PullRequest;
  comment: Comment;
}> {
  const node = find(context, options.id);
  if (node.kind !== 'Comment') throw missing(options.id);
  const comment = node.value;
  const pullRequest = context.forge.pullRequests.get(comment.pullRequestId);
  const { repositoryId } = pullRequest;
  const repo = await writable(context, { ...options, repositoryId });
  return { repo, pullRequest, comment };
}

/** The ref of this id, if the viewer may write to it. */
export async function writableRef(
  context: GraphqlContext,
  options: { id: string; mutation: string },
): Promise<RefSource> {
  const node = find(context, options.id);
  if (node.kind !== 'Ref') throw missing(options.id);
  const { ref, repository } = node.value;
  const repositoryId = repository.id;
  const repo = await writable(context, { ...options, repositoryId });
  const sha = repo.git.refs.get(ref);
  if (sha === undefined) throw missing(options.id);
  return { __typename: 'Ref', repo, ref, sha };
}

/** The labels of these ids, all of one repository. */
export function labelsOf(
  context: GraphqlContext,
  options: { ids: readonly string[]; repo: RepositorySource },
): Label[] {
  return options.ids.map(id => {
    const node = find(context, id);
    const isOurs =
      node.kind === 'Label' &&
      node.value.repositoryId === options.repo.repository.id;
    if (!isOurs) throw missing(id);
    return node.value;
  });
}

/** The people of these ids. */
export function usersOf(
  context: GraphqlContext,
  ids: readonly string[],
): User[] {
  return ids.map(id => {
    const node = find(context, id);
    if (node.kind !== 'User') throw missing(id);
    return node.value;
  });
}

/** The teams of these ids. */
export function teamsOf(
  context: GraphqlContext,
  ids: readonly string[],
): Team[] {
  return ids.map(id => {
    const node = find(context, id);
    if (node.kind !== 'Team') throw missing(id);
    return node.value;
  });
}

function find({ forge }: GraphqlContext, id: string): Node {
  const node = forge.nodes.find(id);
  if (!node) throw missing(id);
  return node;
}

async function writable(
  context: GraphqlContext,
  options: { repositoryId: number; id: string; mutation: string },
): Promise<RepositorySource> {
  const { forge, actor } = context;
  const repository = forge.repositories.get(options.repositoryId);
  const repo = await repositorySource(context, repository);
  if (!repo) throw missing(options.id);
  if (repository.archived) {
    throw new GithubProblem(
      'FORBIDDEN',
      'Repository was archived so is read-only.',
    );
  }
  if (!forge.access.mayWrite(repository, actor)) {
    throw new GithubProblem(
      'FORBIDDEN',
      `${actor.user.login} does not have the correct permissions to execute \`${options.mutation}\``,
    );
  }
  return repo;
}

function missing(id: string): GithubProblem {
  return new GithubProblem(
    'NOT_FOUND',
    `Could not resolve to a node with the global id of '${id}'`,
  );
}
