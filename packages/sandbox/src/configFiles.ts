import { stringify } from 'yaml';
import { RunningCluster } from './clusters';

/** What the files are made of. */
export interface ConfigOptions {
  forgeUrl: string;
  forgeToken: string;
  webhookSecret: string;
  clusters: readonly RunningCluster[];
  clusterToken: string;
  /** `owner/name` of the repositories that have a `catalog-info.yaml`. */
  catalogRepositories: readonly string[];
  /** Files with templates, to be in the catalog as well. */
  templateFiles: readonly string[];
}

/** The portal's config for this sandbox: the keys that GitHub and real clusters would stand in. */
export function portalConfig(options: ConfigOptions): string {
  const { forgeUrl, clusters } = options;
  const host = new URL(forgeUrl).host;
  return stringify({
    integrations: {
      github: [
        {
          host,
          apiBaseUrl: `${forgeUrl}/api/v3`,
          rawBaseUrl: `${forgeUrl}/raw`,
          token: options.forgeToken,
        },
      ],
    },
    backend: { reading: { allow: [{ host }] } },
    events: {
      http: { topics: ['github'] },
      modules: { github: { webhookSecret: options.webhookSecret } },
    },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: clusters.map(({ name, url, caData }) => ({
            name,
            url,
            caData,
            authProvider: 'serviceAccount',
            serviceAccountToken: options.clusterToken,
          })),
        },
      ],
    },
    gitops: {
      environments: [
        { name: 'dev', title: 'Development' },
        { name: 'staging', title: 'Staging', after: ['dev'] },
        { name: 'prod-eu', title: 'Production EU', after: ['staging'] },
        { name: 'prod-us', title: 'Production US', after: ['staging'] },
      ],
      promotions: { settleTime: '10s', graceTime: '20s' },
      // Nobody but this portal uses the forge, which keeps to GitHub's limits anyway.
      forges: { limits: 'none' },
    },
    catalog: {
      locations: [
        ...options.catalogRepositories.map(repository => ({
          type: 'url',
          target: `${forgeUrl}/${repository}/blob/main/catalog-info.yaml`,
          rules: [{ allow: ['Component', 'System', 'Group', 'User'] }],
        })),
        ...options.templateFiles.map(target => ({
          type: 'file',
          target,
          rules: [{ allow: ['Template'] }],
        })),
      ],
    },
  });
}

/** A kubeconfig with a context for each cluster, for people with kubectl. */
export function kubeconfig(options: {
  clusters: readonly RunningCluster[];
  token: string;
}): string {
  const { clusters, token } = options;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': clusters[0]?.name,
    clusters: clusters.map(({ name, url, caData }) => ({
      name,
      cluster: { server: url, 'certificate-authority-data': caData },
    })),
    users: [{ name: 'admin', user: { token } }],
    contexts: clusters.map(({ name }) => ({
      name,
      context: { cluster: name, user: 'admin' },
    })),
  });
}
