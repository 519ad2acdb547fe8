import { Config } from '@backstage/config';
import { z } from 'zod';
import {
  ClusterAccess,
  ClusterConfig,
  clusterUrl,
  urlAccess,
} from './clusters';
import { flag, readSection, text } from './readSection';

const key = 'kubernetes.clusterLocatorMethods';

// Backstage's own section: what is not read here is none of our business, so unknown keys pass.
const methodsSchema = z.array(
  z.looseObject({
    type: text,
    clusters: z
      .array(
        z.looseObject({
          name: text,
          title: text.optional(),
          url: clusterUrl,
          authProvider: text.optional(),
          authMetadata: z.record(z.string(), z.string()).optional(),
          serviceAccountToken: text.optional(),
          caData: text.optional(),
          caFile: text.optional(),
          skipTLSVerify: flag.optional(),
        }),
      )
      .optional(),
  }),
);

type KubernetesCluster = NonNullable<
  z.output<typeof methodsSchema>[number]['clusters']
>[number];

/** The clusters that Backstage's Kubernetes plugin has in its config, as far as they need no user to be read. */
export function readKubernetesClusters(config: Config): {
  clusters: ClusterConfig[];
  notes: string[];
} {
  const methods = readSection({ config, key, schema: methodsSchema }) ?? [];
  const clusters: ClusterConfig[] = [];
  const notes: string[] = [];
  methods.forEach(({ type, clusters: listed = [] }, index) => {
    if (type === 'config') {
      clusters.push(...listed.map(clusterOf));
    } else if (type === 'localKubectlProxy') {
      clusters.push({ name: 'local', access: kubectlProxy() });
    } else {
      notes.push(
        `The clusters of ${key}[${index}] are not read, because their type is "${type}": list them under gitops.clusters, each with the token of a service account. Once gitops.clusters is there, ${key} is no longer looked at.`,
      );
    }
  });
  return { clusters, notes };
}

function clusterOf(cluster: KubernetesCluster): ClusterConfig {
  return {
    name: cluster.name,
    ...(cluster.title && { title: cluster.title }),
    access: accessOf(cluster),
  };
}

function accessOf(cluster: KubernetesCluster): ClusterAccess {
  const { url, caData, caFile, authMetadata } = cluster;
  const provider =
    cluster.authProvider ??
    authMetadata?.['kubernetes.io/auth-provider'] ??
    'serviceAccount';
  if (provider === 'localKubectlProxy') return kubectlProxy(url);
  if (provider !== 'serviceAccount') {
    return {
      type: 'unusable',
      message: `The cluster is configured for the auth provider "${provider}", and Fairlead reads clusters without a user`,
      remedy: `Set authProvider to serviceAccount with a serviceAccountToken in ${key}, or list the cluster under gitops.clusters`,
    };
  }
  const token =
    cluster.serviceAccountToken ?? authMetadata?.serviceAccountToken;
  return urlAccess({
    url,
    ...(token && { token }),
    ...(caData && { caData }),
    ...(caFile && { caFile }),
    skipTLSVerify: cluster.skipTLSVerify ?? false,
  });
}

function kubectlProxy(url = 'http://localhost:8001'): ClusterAccess {
  return { type: 'url', url, skipTLSVerify: false };
}
