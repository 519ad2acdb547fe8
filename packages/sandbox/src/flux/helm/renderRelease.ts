import { isClusterScoped } from '../../argocd/objects';
import { renderChart } from '../../argocd/source/helm/renderChart';
import { addLabels } from '../../argocd/source/kustomize/labels';
import { GitTree } from '../../argocd/source/GitTree';
import { KubeObject } from '../../contracts';
import { JsonRecord } from '../../json';
import { FluxFailure } from '../FluxFailure';
import { HelmRelease } from '../schema';

/** The name and namespace of what Helm keeps. */
export function releaseOf({ metadata, spec }: HelmRelease) {
  const { targetNamespace, releaseName } = spec;
  const prefix = targetNamespace ? `${targetNamespace}-` : '';
  return {
    name: releaseName ?? `${prefix}${metadata.name}`,
    namespace: targetNamespace ?? metadata.namespace,
  };
}

/** What a release wants in its cluster, marked as its own. Throws ManifestError. */
export async function renderRelease(options: {
  release: HelmRelease;
  tree: GitTree;
  path: string;
  values: JsonRecord;
}): Promise<KubeObject[]> {
  const { release, tree, path, values } = options;
  const { name, namespace } = releaseOf(release);
  const objects = await renderChart({
    tree,
    path,
    helm: {
      valuesObject: values,
      valueFiles: release.spec.chart?.spec.valuesFiles?.map(file => `/${file}`),
    },
    release: { name, namespace },
    referenced: async reference => {
      throw new FluxFailure('ArtifactFailed', `${reference} is in no source`);
    },
  });
  const group = 'helm.toolkit.fluxcd.io';
  addLabels(objects, {
    pairs: {
      'app.kubernetes.io/managed-by': 'Helm',
      [`${group}/name`]: release.metadata.name,
      [`${group}/namespace`]: release.metadata.namespace,
    },
    selectors: false,
    templates: false,
  });
  return objects.map(object => ({
    ...object,
    metadata: {
      ...object.metadata,
      ...(!isClusterScoped(object) && {
        namespace: object.metadata.namespace ?? namespace,
      }),
      annotations: {
        ...object.metadata.annotations,
        'meta.helm.sh/release-name': name,
        'meta.helm.sh/release-namespace': namespace,
      },
    },
  }));
}
