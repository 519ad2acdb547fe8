import { gitNodeKey, nodeId } from '../../domain/nodeIds';
import { FieldResolvers } from '../GraphqlContext';
import { TreeEntrySource, TreeSource } from '../sources';
import { gitObjectFields } from './gitObjectFields';

export const treeFields: FieldResolvers<TreeSource> = {
  ...gitObjectFields(({ sha }: TreeSource) => sha),
  id: ({ repo, sha }) =>
    nodeId('Tree', gitNodeKey({ repositoryId: repo.repository.id, name: sha })),
  entries: async ({
    repo,
    sha,
    path,
  }: TreeSource): Promise<TreeEntrySource[]> => {
    const entries = await repo.git.tree(sha);
    return (entries ?? []).map(entry => ({
      repo,
      entry,
      path: path ? `${path}/${entry.name}` : entry.name,
    }));
  },
};
