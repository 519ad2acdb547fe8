const namespace = 'argocd';

/** The name of the account that Fairlead speaks to Argo CD as. */
export const account = 'fairlead';

/** Makes what Argo CD reads its settings from: a project for all and an account with a token. */
export async function writeSettings({ kubectl, ports }) {
  await kubectl.apply(
    configMap('argocd-cm', {
      url: `http://127.0.0.1:${ports.argocd}`,
      [`accounts.${account}`]: 'apiKey',
    }),
    configMap('argocd-rbac-cm', {
      'policy.csv': `g, ${account}, role:admin`,
    }),
    configMap('argocd-cmd-params-cm', {}),
    configMap('argocd-gpg-keys-cm', {}),
    configMap('argocd-ssh-known-hosts-cm', {}),
    configMap('argocd-tls-certs-cm', {}),
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'default', namespace },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ namespace: '*', server: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    },
  );
  const existing = await kubectl.get({
    kind: 'secret',
    name: 'argocd-secret',
    namespace,
  });
  if (existing) return;
  await kubectl.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: metadata('argocd-secret'),
  });
}

function configMap(name, data) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(name),
    data,
  };
}

function metadata(name) {
  return {
    name,
    namespace,
    labels: {
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/part-of': 'argocd',
    },
  };
}
