/** A GitRepository that is fetched on request or each minute. */
export function gitRepository({ name, url }) {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name },
    spec: { interval: '1m', timeout: '20s', url, ref: { branch: 'main' } },
  };
}

/** A Kustomization of the repository `shop` that waits for what it applies. */
export function kustomization({ name, path, namespace, ...spec }) {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name },
    spec: {
      interval: '10m',
      retryInterval: '30s',
      timeout: '15s',
      prune: true,
      wait: true,
      path,
      targetNamespace: namespace,
      sourceRef: { kind: 'GitRepository', name: 'shop' },
      ...spec,
    },
  };
}

/** The patch that asks a controller of Flux to look at an object now. */
export function reconcileNow() {
  return {
    metadata: {
      annotations: { 'reconcile.fluxcd.io/requestedAt': `${Date.now()}` },
    },
  };
}
