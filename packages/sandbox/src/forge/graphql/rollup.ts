import { CheckRun } from '../domain';
import { GraphqlContext } from './GraphqlContext';
import { RepositorySource, RollupSource } from './sources';

type State = 'ERROR' | 'FAILURE' | 'PENDING' | 'SUCCESS';

/** From bad to good: the worst one is what all come to. */
const order: State[] = ['ERROR', 'FAILURE', 'PENDING', 'SUCCESS'];

/** All checks and statuses of a commit; null when there are none. */
export function readRollup(
  { forge }: GraphqlContext,
  options: { repo: RepositorySource; sha: string },
): RollupSource | null {
  const { repo, sha } = options;
  const contexts: RollupSource['contexts'] = [
    ...forge.checks
      .currentCheckRuns(repo.repository, sha)
      .map(checkRun => ({ __typename: 'CheckRun' as const, repo, checkRun })),
    ...forge.checks
      .currentStatuses(repo.repository, sha)
      .map(status => ({ __typename: 'StatusContext' as const, repo, status })),
  ];
  return contexts.length === 0
    ? null
    : { __typename: 'StatusCheckRollup', repo, sha, contexts };
}

/** What they come to. */
export function rollupState(contexts: RollupSource['contexts']): State {
  const states = contexts.map(context =>
    context.__typename === 'CheckRun'
      ? stateOfRun(context.checkRun)
      : stateOfStatus(context.status.state),
  );
  return order.find(state => states.includes(state)) ?? 'SUCCESS';
}

function stateOfRun({ status, conclusion }: CheckRun): State {
  if (status !== 'completed') return 'PENDING';
  return conclusion && ['success', 'neutral', 'skipped'].includes(conclusion)
    ? 'SUCCESS'
    : 'FAILURE';
}

function stateOfStatus(
  state: 'error' | 'failure' | 'pending' | 'success',
): State {
  switch (state) {
    case 'success':
      return 'SUCCESS';
    case 'pending':
      return 'PENDING';
    case 'failure':
      return 'FAILURE';
    default:
      return 'ERROR';
  }
}
