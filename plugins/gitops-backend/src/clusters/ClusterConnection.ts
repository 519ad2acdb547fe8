import { readFileSync, statSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { ClusterAccess } from '../config/clusters';

/**
 * Where a cluster's API server is, and as whom it is asked.
 *
 * @remarks
 * Credentials and certificates are applied anew to each request: tokens rotate, and kubeconfig files are rewritten
 * by the tools that log people in. TLS settings are those of this cluster's requests only.
 */
export class ClusterConnection {
  #loaded: { config: KubeConfig; version: string } | undefined;

  static create(options: { access: ClusterAccess }): ClusterConnection {
    return new ClusterConnection(options.access);
  }

  private constructor(private readonly access: ClusterAccess) {}

  /** Throws when a file that the config names can't be read. */
  async requestOptions(): Promise<{ server: string; options: RequestOptions }> {
    const config = this.#kubeConfig();
    const cluster = config.getCurrentCluster();
    if (!cluster) {
      throw new Error('The kubeconfig names no cluster for its context');
    }
    const options: RequestOptions = { headers: {} };
    await config.applyToHTTPSOptions(options);
    return { server: cluster.server.replace(/\/+$/, ''), options };
  }

  #kubeConfig(): KubeConfig {
    const version = versionOf(this.access);
    if (this.#loaded?.version !== version) {
      this.#loaded = { version, config: load(this.access) };
    }
    return this.#loaded.config;
  }
}

function load(access: ClusterAccess): KubeConfig {
  const config = new KubeConfig();
  if (access.type === 'unusable') {
    throw new Error(access.message);
  } else if (access.type === 'in-cluster') {
    config.loadFromCluster();
  } else if (access.type === 'kubeconfig') {
    if (access.file) config.loadFromFile(access.file);
    else config.loadFromDefault();
    if (access.context) {
      if (!config.getContextObject(access.context)) {
        throw new Error(`The kubeconfig has no context "${access.context}"`);
      }
      config.setCurrentContext(access.context);
    }
  } else {
    const { url, caData, caFile, tlsServerName, proxyUrl, tokenFile } = access;
    // Most files that people write end in a newline, which is no part of the token.
    const token = tokenFile
      ? readFileSync(tokenFile, 'utf8').trim()
      : access.token;
    config.loadFromClusterAndUser(
      {
        name: 'cluster',
        server: url,
        // The client refuses plain http unless told that nothing is to be verified, and there is nothing then.
        skipTLSVerify: access.skipTLSVerify || url.startsWith('http:'),
        ...(caData && { caData }),
        ...(caFile && { caFile }),
        ...(tlsServerName && { tlsServerName }),
        ...(proxyUrl && { proxyUrl }),
      },
      {
        name: 'user',
        ...(token && { token }),
      },
    );
  }
  return config;
}

// A rotated token or a rewritten kubeconfig must not wait for a restart.
function versionOf(access: ClusterAccess): string {
  const file =
    access.type === 'kubeconfig'
      ? access.file
      : (access.type === 'url' || access.type === 'argocd') && access.tokenFile;
  if (!file) return 'fixed';
  const { mtimeMs, ino } = statSync(file);
  return `${mtimeMs} ${ino}`;
}
