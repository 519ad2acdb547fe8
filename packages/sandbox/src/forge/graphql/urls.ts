import { User } from '../domain';
import { GraphqlContext } from './GraphqlContext';
import { RepositorySource } from './sources';

/** `/acme/shop` */
export function repositoryPath({ owner, repository }: RepositorySource) {
  return `/${owner.login}/${repository.name}`;
}

/** A path of the forge as a whole address. */
export function urlOf(context: GraphqlContext, path: string): string {
  return `${context.forge.urls.base}${path}`;
}

/** The page of a user or organization. */
export function accountPath({ login }: User): string {
  return `/${login.replace(/\[bot\]$/, '')}`;
}
