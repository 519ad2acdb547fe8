import { existsSync } from 'node:fs';
import { Config } from '@backstage/config';
import { z } from 'zod';
import { flag, readSection, section, text } from './readSection';

/** A server, as whom it is asked, and how it is known to be the right one. */
export interface DirectAccess {
  url: string;
  token?: string;
  /** Read again when it changes: projected tokens rotate. */
  tokenFile?: string;
  caData?: string;
  caFile?: string;
  skipTLSVerify: boolean;
  tlsServerName?: string;
  proxyUrl?: string;
}

/** How a cluster's API server is reached. */
export type ClusterAccess =
  | ({ type: 'url' } & DirectAccess)
  /** Argo CD's own API, where the portal may not talk to the cluster that it runs on. */
  | ({ type: 'argocd' } & DirectAccess)
  | { type: 'kubeconfig'; file?: string; context?: string }
  /** With what Kubernetes mounts into the portal's own pod. */
  | { type: 'in-cluster' }
  /** Known by name only: its targets can't be read, and why is shown where they would be. */
  | { type: 'unusable'; message: string; remedy: string };

/** A cluster whose engines are read. */
export interface ClusterConfig {
  name: string;
  title?: string;
  access: ClusterAccess;
}

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Where Kubernetes mounts the token of the pod that the portal runs in; undefined where it runs elsewhere. */
export function podTokenFile(): string | undefined {
  const file = `${serviceAccount}/token`;
  return existsSync(file) ? file : undefined;
}

/** Absolute, `http` or `https`, and without credentials in it: those would be written to logs. */
export const clusterUrl = text.refine(isClusterUrl, {
  error: 'must be a URL such as https://prod.example.com:6443, without a user.',
});

const clusterSchema = section({
  name: text,
  title: text.optional(),
  url: clusterUrl.optional(),
  token: text.optional(),
  serviceAccountToken: text.optional(),
  tokenFile: text.optional(),
  caData: text.optional(),
  caFile: text.optional(),
  skipTLSVerify: flag.optional(),
  tlsServerName: text.optional(),
  proxyUrl: text.optional(),
  kubeconfig: section({
    file: text.optional(),
    context: text.optional(),
  }).optional(),
  argocd: section({
    url: clusterUrl,
    token: text.optional(),
    tokenFile: text.optional(),
    caData: text.optional(),
    caFile: text.optional(),
    skipTLSVerify: flag.optional(),
    tlsServerName: text.optional(),
    proxyUrl: text.optional(),
  }).optional(),
}).superRefine((cluster, context) => {
  const { name, title, kubeconfig, argocd, ...direct } = cluster;
  const [other] = Object.keys(direct);
  if (argocd) {
    checkArgoCd({
      argocd,
      other: kubeconfig ? 'kubeconfig' : other,
      context,
    });
    return;
  }
  const tokens = [
    cluster.token,
    cluster.serviceAccountToken,
    cluster.tokenFile,
  ].filter(Boolean);
  if (kubeconfig && other) {
    context.addIssue(`has both kubeconfig and ${other}: keep one of the two.`);
  } else if (tokens.length > 1) {
    context.addIssue(
      'has more than one of token, serviceAccountToken and tokenFile: keep one of them.',
    );
  } else if (!kubeconfig && !cluster.url && other) {
    context.addIssue(
      `has ${other} but no url: write the URL of the API server.`,
    );
  } else if (tokens.length > 0 && isOpenToOthers(cluster.url)) {
    context.addIssue(
      'would send its token unencrypted: write a url that begins with https.',
    );
  }
});

function checkArgoCd(options: {
  argocd: { url: string; token?: string; tokenFile?: string };
  other: string | undefined;
  context: z.RefinementCtx;
}) {
  const { argocd, other, context } = options;
  if (other) {
    context.addIssue(`has both argocd and ${other}: keep one of the two.`);
  } else if (argocd.token && argocd.tokenFile) {
    context.addIssue(
      'has both token and tokenFile in argocd: keep one of the two.',
    );
  } else if (!argocd.token && !argocd.tokenFile) {
    context.addIssue(
      'has no token in argocd: write token or tokenFile, of an account that may get applications.',
    );
  } else if (isOpenToOthers(argocd.url)) {
    context.addIssue(
      'would send its token unencrypted: write a url in argocd that begins with https.',
    );
  }
}

/** The clusters of `gitops.clusters`; undefined when the key is absent. */
export function readClusters(config: Config): ClusterConfig[] | undefined {
  return readSection({
    config,
    key: 'gitops.clusters',
    schema: z.array(clusterSchema),
  })?.map(({ name, title, ...cluster }) => ({
    name,
    ...(title && { title }),
    access: accessOf(cluster),
  }));
}

function accessOf(
  cluster: Omit<z.output<typeof clusterSchema>, 'name' | 'title'>,
): ClusterAccess {
  const { kubeconfig, argocd, serviceAccountToken, url, ...direct } = cluster;
  const { skipTLSVerify, ...rest } = direct;
  if (argocd) {
    const verify = { skipTLSVerify: argocd.skipTLSVerify ?? false };
    return { type: 'argocd', ...argocd, ...verify };
  }
  if (kubeconfig) return { type: 'kubeconfig', ...kubeconfig };
  if (!url) return inClusterAccess();
  const token = rest.token ?? serviceAccountToken;
  return urlAccess({
    ...rest,
    url,
    ...(token && { token }),
    skipTLSVerify: skipTLSVerify ?? false,
  });
}

/** Access by URL: with the token given, else with that of the portal's pod. */
export function urlAccess(access: DirectAccess): ClusterAccess {
  const tokenFile =
    access.tokenFile ?? (access.token ? undefined : podTokenFile());
  if (!access.token && !tokenFile) {
    return {
      type: 'unusable',
      message:
        'The portal has no token for this cluster, and does not run in a pod that has one',
      remedy:
        'Create a service account with the permissions of the guide, and write its token to gitops.clusters[].token',
    };
  }
  return { type: 'url', ...access, ...(tokenFile && { tokenFile }) };
}

function inClusterAccess(): ClusterAccess {
  return podTokenFile()
    ? { type: 'in-cluster' }
    : {
        type: 'unusable',
        message:
          'The cluster has no url in the config, and the portal does not run in a pod of it',
        remedy:
          'Write gitops.clusters[].url and a token, or a kubeconfig; or mount a service account into the pod',
      };
}

function isClusterUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && !username && !password;
}

function isOpenToOthers(url: string | undefined): boolean {
  if (!url || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'http:' &&
    !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  );
}
