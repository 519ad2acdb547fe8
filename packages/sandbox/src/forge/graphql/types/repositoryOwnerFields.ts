import { connection, PageArgs } from '../connection';
import { FieldResolvers, GraphqlContext } from '../GraphqlContext';
import { findRepository, repositoriesOf } from '../repositorySource';
import { AccountSource, RepositorySource } from '../sources';

interface RepositoriesArgs extends PageArgs {
  isArchived?: boolean | null;
  isFork?: boolean | null;
  visibility?: 'INTERNAL' | 'PRIVATE' | 'PUBLIC' | null;
  privacy?: 'PRIVATE' | 'PUBLIC' | null;
  orderBy?: { field: string; direction: 'ASC' | 'DESC' } | null;
}

/** What whoever can own repositories has. */
export const repositoryOwnerFields: FieldResolvers<AccountSource> = {
  repository: async ({ account }, args: { name: string }, context) =>
    findRepository(context, { owner: account.login, name: args.name }),
  repositories: async ({ account }, args: RepositoriesArgs, context) =>
    connection('repositories', {
      all: await select({ account, args, context }),
      args,
    }),
};

async function select(options: {
  account: AccountSource['account'];
  args: RepositoriesArgs;
  context: GraphqlContext;
}): Promise<RepositorySource[]> {
  const { account, args, context } = options;
  const { isArchived, isFork, visibility, privacy, orderBy } = args;
  const wanted = visibility ?? privacy;
  const all = (await repositoriesOf(context, account)).filter(
    ({ repository }) =>
      (typeof isArchived !== 'boolean' || repository.archived === isArchived) &&
      isFork !== true &&
      (!wanted || (wanted === 'PUBLIC') === !repository.private),
  );
  if (!orderBy) return all;
  const sign = orderBy.direction === 'DESC' ? -1 : 1;
  return [...all].sort(
    (a, b) => sign * key(a, orderBy.field).localeCompare(key(b, orderBy.field)),
  );
}

function key({ repository }: RepositorySource, field: string): string {
  switch (field) {
    case 'CREATED_AT':
      return repository.createdAt;
    case 'PUSHED_AT':
      return repository.pushedAt;
    case 'UPDATED_AT':
      return repository.updatedAt;
    default:
      return repository.name;
  }
}
