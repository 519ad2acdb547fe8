import { gitNodeKey, nodeId } from '../../domain/nodeIds';
import { connection, PageArgs } from '../connection';
import { readCommit } from '../gitObject';
import { FieldResolvers } from '../GraphqlContext';
import { rollupState } from '../rollup';
import { RollupSource } from '../sources';

export const statusCheckRollupFields: FieldResolvers<RollupSource> = {
  id: ({ repo, sha }) =>
    nodeId(
      'CheckSuite',
      gitNodeKey({ repositoryId: repo.repository.id, name: sha }),
    ),
  state: ({ contexts }) => rollupState(contexts),
  commit: async ({ repo, sha }) => readCommit(repo, sha),
  contexts: ({ contexts }, args: PageArgs) => ({
    ...connection('contexts', { all: contexts, args }),
    checkRunCount: contexts.filter(each => each.__typename === 'CheckRun')
      .length,
    statusContextCount: contexts.filter(
      each => each.__typename === 'StatusContext',
    ).length,
  }),
};
