import { User } from '../domain';
import { AccountSource } from './sources';

/** A person, organization or bot as what GraphQL resolves. */
export function accountSource(account: User): AccountSource {
  return { __typename: account.type, account };
}
