import { FieldResolvers } from '../GraphqlContext';
import { RepositorySource } from '../sources';
import { repositoryPath, urlOf } from '../urls';

/** What every Git object has. */
export function gitObjectFields<S extends { repo: RepositorySource }>(
  shaOf: (source: S) => string,
): FieldResolvers<S> {
  const path = (source: S) =>
    `${repositoryPath(source.repo)}/commit/${shaOf(source)}`;
  return {
    oid: source => shaOf(source),
    abbreviatedOid: source => shaOf(source).slice(0, 7),
    commitResourcePath: source => path(source),
    commitUrl: (source, _args, context) => urlOf(context, path(source)),
    repository: source => source.repo,
  };
}
