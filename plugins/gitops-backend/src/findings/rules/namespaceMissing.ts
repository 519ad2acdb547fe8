import { textRule } from '../textRule';

/** The namespace is not there. */
export const namespaceMissing = textRule({
  id: 'namespace-missing',
  pattern: /namespaces? "([^"]+)" not found/i,
  meaning: ([, name]) => ({
    title: `There is no namespace ${name}`,
    meaning: 'It is to be deployed into a namespace that does not exist.',
    remedy:
      'Add the namespace in Git, or have the engine create it: the sync option CreateNamespace=true of Argo CD, spec.install.createNamespace of a HelmRelease.',
  }),
});
