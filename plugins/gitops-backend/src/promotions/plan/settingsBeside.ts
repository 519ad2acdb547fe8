import { posix } from 'node:path';
import { SourceSettings } from '../../manifests/application/ApplicationManifest';
import { RepositoryAt } from './RepositoryAt';

/** The files next to the manifests that override an Argo CD source's settings, as image updaters write them. */
export function settingsBeside(options: {
  repository: RepositoryAt;
  directory: string;
  name: string;
}): SourceSettings[] {
  const { repository, directory, name } = options;
  return (
    ['.argocd-source.yaml', `.argocd-source-${name}.yaml`]
      .map(file => posix.join(directory, file))
      // Asks for both before looking at any, so that they are read in one round.
      .map(path => ({ path, exists: repository.files.file(path) }))
      .flatMap(({ path, exists }) => {
        const file = exists && repository.files.yaml(path);
        return file ? [{ file, document: 0, base: [] }] : [];
      })
  );
}
