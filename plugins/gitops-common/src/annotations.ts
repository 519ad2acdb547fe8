/** Our own annotations and labels. @public */
export const fairleadAnnotations = {
  /** On an engine's object (annotation): the entity ref of the service it deploys. */
  entityRef: 'fairlead/entity-ref',
  /** On an engine's object (label or annotation): the environment it belongs to. */
  environment: 'fairlead/environment',
  /**
   * On a workload that no engine deploys: the page of the folder in Git that its manifests are in, such as
   * `https://github.com/acme/gitops/tree/main/apps/orders`.
   */
  source: 'fairlead/source',
  /** On a catalog entity: path of its pipeline file in the GitOps repository, where it is not found by itself. */
  pipelineFile: 'fairlead/pipeline-file',
} as const;

/** Annotations that people already have on their entities and that work as they are. @public */
export const adoptedAnnotations = {
  argocdAppName: 'argocd/app-name',
  argocdAppSelector: 'argocd/app-selector',
  argocdAppNamespace: 'argocd/app-namespace',
  argocdInstanceName: 'argocd/instance-name',
  kubernetesId: 'backstage.io/kubernetes-id',
  kubernetesLabelSelector: 'backstage.io/kubernetes-label-selector',
  kubernetesNamespace: 'backstage.io/kubernetes-namespace',
} as const;
