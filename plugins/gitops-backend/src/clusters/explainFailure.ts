import { SourceProblem } from '@fairlead/backstage-plugin-gitops-common';
import { ReadFailure } from './readFailure';

const guide = 'docs/guides/clusters.md';
const rbac = 'docs/guides/rbac-read.yaml';

/** In the words of the people who read the page: what is wrong, whose fault it is, and what to do. */
export function explainFailure(
  failure: ReadFailure,
  source: { cluster: string; resource: string },
): Pick<SourceProblem, 'message' | 'fault' | 'remedy'> {
  const { cluster, resource } = source;
  const { message } = failure;
  switch (failure.kind) {
    case 'unauthorized':
      return {
        fault: 'credentials',
        message: `The cluster ${cluster} refused the portal's credentials`,
        remedy: `Its token is wrong or has expired: create a new one and write it to the portal's config (see ${guide})`,
      };
    case 'forbidden':
      return {
        fault: 'credentials',
        message: `The portal may not read ${resource} on the cluster ${cluster}`,
        remedy: `Allow its service account the verbs get, list and watch on ${resource} in all namespaces, with the ClusterRole of ${rbac}`,
      };
    case 'refused':
      return {
        fault: 'network',
        message: `The cluster ${cluster} can't be reached (${message})`,
        remedy:
          'See whether its API server runs, and whether the portal may connect to it',
      };
    case 'unknown-host':
      return {
        fault: 'network',
        message: `The address of the cluster ${cluster} is not known (${message})`,
        remedy: 'Correct its url in the config, or the name server',
      };
    case 'tls':
      return {
        fault: 'network',
        message: `The certificate of the cluster ${cluster} is not trusted (${message})`,
        remedy:
          'Write its certificate authority to caData or caFile in the config',
      };
    case 'cut':
      return {
        fault: 'network',
        message: `The connection to the cluster ${cluster} breaks (${message})`,
        remedy: 'Look at the proxies between the portal and the cluster',
      };
    case 'silent':
      return {
        fault: 'cluster',
        message: `The cluster ${cluster} does not answer: ${lowerFirst(message)}`,
        remedy: 'See whether its API server is overloaded, or hangs',
      };
    case 'busy':
      return {
        fault: 'cluster',
        message: `The cluster ${cluster} is asked too much and refuses to answer for a while`,
        remedy:
          'The portal tries again by itself; see what else asks the API server so often',
      };
    case 'not-kubernetes':
      return {
        fault: 'config',
        message: `What answers for the cluster ${cluster} is not a Kubernetes API (${message})`,
        remedy: 'Correct its url in the config',
      };
    case 'config':
      return {
        fault: 'config',
        message: `The connection to the cluster ${cluster} can't be set up (${message})`,
        remedy: 'Correct its certificates, files and proxy in the config',
      };
    case 'unusable':
      return {
        fault: 'config',
        message: `${message} (${cluster})`,
        ...(failure.remedy && { remedy: failure.remedy }),
      };
    default:
      return {
        fault: 'cluster',
        message: `The cluster ${cluster} failed to answer (${message})`,
        remedy: 'See the log of its API server',
      };
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
