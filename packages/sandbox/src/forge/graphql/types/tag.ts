import { gitNodeKey, nodeId } from '../../domain/nodeIds';
import { readGitObject } from '../gitObject';
import { FieldResolvers } from '../GraphqlContext';
import { TagSource } from '../sources';
import { gitObjectFields } from './gitObjectFields';

export const tagFields: FieldResolvers<TagSource> = {
  ...gitObjectFields(({ sha }: TagSource) => sha),
  id: ({ repo, sha }) =>
    nodeId('Tag', gitNodeKey({ repositoryId: repo.repository.id, name: sha })),
  name: ({ name }) => name,
  message: ({ message }) => message,
  tagger: ({ tagger }) => tagger ?? null,
  target: async ({ repo, target }) => readGitObject(repo, target),
};
