import { Finding } from '@fairlead/backstage-plugin-gitops-common';

const page = (title: string, path: string): NonNullable<Finding['link']> => ({
  title: `Kubernetes: ${title}`,
  url: `https://kubernetes.io/docs/${path}`,
});

/** Pages that explain what a finding is about. */
export const docs = {
  admission: page(
    'Dynamic admission control',
    'reference/access-authn-authz/extensible-admission-controllers/',
  ),
  configuration: page(
    'Configure pods with a ConfigMap',
    'tasks/configure-pod-container/configure-pod-configmap/',
  ),
  crashes: page('Debug pods', 'tasks/debug/debug-application/debug-pods/'),
  customResources: page(
    'Custom resources',
    'concepts/extend-kubernetes/api-extension/custom-resources/',
  ),
  deployments: page(
    'Failed Deployments',
    'concepts/workloads/controllers/deployment/#failed-deployment',
  ),
  eviction: page(
    'Node-pressure eviction',
    'concepts/scheduling-eviction/node-pressure-eviction/',
  ),
  finalizers: page(
    'Finalizers',
    'concepts/overview/working-with-objects/finalizers/',
  ),
  images: page('Images', 'concepts/containers/images/'),
  jobs: page('Jobs', 'concepts/workloads/controllers/job/'),
  memory: page(
    'Assign memory to containers',
    'tasks/configure-pod-container/assign-memory-resource/',
  ),
  probes: page(
    'Liveness, readiness and startup probes',
    'tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ),
  quotas: page('Resource quotas', 'concepts/policy/resource-quotas/'),
  rbac: page('RBAC', 'reference/access-authn-authz/rbac/'),
  scheduling: page(
    'Debug pods that stay pending',
    'tasks/debug/debug-application/debug-pods/#my-pod-stays-pending',
  ),
  volumes: page('Persistent volumes', 'concepts/storage/persistent-volumes/'),
} as const;
