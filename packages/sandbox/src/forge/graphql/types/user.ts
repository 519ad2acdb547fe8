import { accountSource } from '../accountSource';
import { connection, PageArgs } from '../connection';
import { FieldResolvers, GraphqlContext } from '../GraphqlContext';
import { AccountSource } from '../sources';
import { actorFields } from './actorFields';
import { repositoryOwnerFields } from './repositoryOwnerFields';

export const userFields: FieldResolvers<AccountSource> = {
  ...actorFields,
  ...repositoryOwnerFields,
  name: ({ account }) => account.name,
  email: ({ account }) => account.email,
  bio: () => null,
  bioHTML: () => '',
  company: () => null,
  location: () => null,
  websiteUrl: () => null,
  isSiteAdmin: () => false,
  isViewer: ({ account }, _args, { actor }) => actor.user.id === account.id,
  organizationVerifiedDomainEmails: () => [],
  organization: (_source, args: { login: string }, { forge }) => {
    const found = forge.users.find(args.login);
    return found?.type === 'Organization' ? accountSource(found) : null;
  },
  organizations: (_source, args: PageArgs, context) =>
    connection('organizations', {
      all: organizations(context).map(accountSource),
      args,
    }),
};

function organizations({ forge }: GraphqlContext) {
  return forge.users.all().filter(({ type }) => type === 'Organization');
}
