import { Node } from '../domain';
import { accountSource } from './accountSource';
import { readGitObject } from './gitObject';
import { GraphqlContext } from './GraphqlContext';
import {
  labelSource,
  pullRequestSource,
  reviewSource,
} from './pullRequestSource';
import { refSource, repositorySource } from './repositorySource';
import {
  CheckRunSource,
  CommentSource,
  LabelSource,
  PullRequestSource,
  ReviewSource,
  StatusSource,
} from './sources';
import { teamSource } from './teamSource';

/** Finds what a global id means; undefined when it is nothing that the viewer may see. */
export async function readNode(
  context: GraphqlContext,
  id: string,
): Promise<{ __typename: string } | undefined> {
  const node = context.forge.nodes.find(id);
  switch (node?.kind) {
    case 'User':
    case 'Organization':
    case 'Bot':
      return accountSource(node.value);
    case 'Team':
      return teamSource(node.value, context.forge.users);
    case 'Repository':
      return repositorySource(context, node.value);
    case 'PullRequest':
    case 'Review':
    case 'Comment':
      return readOfPullRequest(context, node);
    case 'Commit':
    case 'Tree':
    case 'Blob':
    case 'Tag': {
      const repo = await repositorySource(context, node.value.repository);
      return repo && readGitObject(repo, node.value.sha);
    }
    case 'Ref': {
      const repo = await repositorySource(context, node.value.repository);
      return (repo && refSource(repo, node.value.ref)) ?? undefined;
    }
    case 'Label':
    case 'CommitStatus':
    case 'CheckRun':
      return readOfRepository(context, node);
    default:
      return undefined;
  }
}

async function readOfPullRequest(
  context: GraphqlContext,
  node: Extract<Node, { kind: 'PullRequest' | 'Review' | 'Comment' }>,
): Promise<PullRequestSource | ReviewSource | CommentSource | undefined> {
  const { pullRequests } = context.forge;
  const pullRequest =
    node.kind === 'PullRequest'
      ? node.value
      : pullRequests.get(node.value.pullRequestId);
  const repository = pullRequests.repositoryOf(pullRequest);
  const repo = await repositorySource(context, repository);
  if (!repo) return undefined;
  switch (node.kind) {
    case 'Review':
      return reviewSource({ repo, pullRequest, review: node.value });
    case 'Comment': {
      const comment = node.value;
      return { __typename: 'IssueComment', repo, pullRequest, comment };
    }
    default:
      return pullRequestSource(repo, pullRequest);
  }
}

async function readOfRepository(
  context: GraphqlContext,
  node: Extract<Node, { kind: 'Label' | 'CommitStatus' | 'CheckRun' }>,
): Promise<LabelSource | StatusSource | CheckRunSource | undefined> {
  const repository = context.forge.repositories.get(node.value.repositoryId);
  const repo = await repositorySource(context, repository);
  if (!repo) return undefined;
  switch (node.kind) {
    case 'Label':
      return labelSource(repo, node.value);
    case 'CheckRun':
      return { __typename: 'CheckRun', repo, checkRun: node.value };
    default:
      return { __typename: 'StatusContext', repo, status: node.value };
  }
}
