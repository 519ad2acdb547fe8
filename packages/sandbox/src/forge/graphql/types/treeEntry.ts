import { readGitObject } from '../gitObject';
import { FieldResolvers } from '../GraphqlContext';
import { TreeEntrySource } from '../sources';

export const treeEntryFields: FieldResolvers<TreeEntrySource> = {
  name: ({ entry }) => entry.name,
  nameRaw: ({ entry }) => Buffer.from(entry.name).toString('base64'),
  path: ({ path }) => path,
  pathRaw: ({ path }) => Buffer.from(path).toString('base64'),
  oid: ({ entry }) => entry.sha,
  type: ({ entry }) => entry.type,
  // GitHub answers Git's octal mode as a number: 0o100644 is 33188.
  mode: ({ entry }) => parseInt(entry.mode, 8),
  extension: ({ entry }) => entry.name.match(/(?<=.)\.[^.]*$/)?.[0] ?? '',
  repository: ({ repo }) => repo,
  isGenerated: () => false,
  submodule: () => null,
  language: () => null,
  size: async ({ repo, entry }) =>
    (await repo.git.blob(entry.sha))?.length ?? 0,
  object: async ({ repo, entry, path }: TreeEntrySource) => {
    // What a submodule points to is in another repository.
    if (entry.type === 'commit') return null;
    const object = await readGitObject(repo, entry.sha);
    return object?.__typename === 'Tree' ? { ...object, path } : object;
  },
};
