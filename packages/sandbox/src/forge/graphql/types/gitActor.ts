import { Signature } from '../../git/objectFormats';
import { accountSource } from '../accountSource';
import { FieldResolvers } from '../GraphqlContext';
import { urlOf } from '../urls';

export const gitActorFields: FieldResolvers<Signature> = {
  name: ({ name }) => name,
  email: ({ email }) => email,
  date: ({ date }) => date,
  user: ({ email }, _args, { forge }) => {
    const user = forge.users.byEmail(email);
    return user?.type === 'User' ? accountSource(user) : null;
  },
  avatarUrl: ({ email }, _args, context) => {
    const user = context.forge.users.byEmail(email);
    return urlOf(context, `/avatars/u/${user?.id ?? 0}`);
  },
};
