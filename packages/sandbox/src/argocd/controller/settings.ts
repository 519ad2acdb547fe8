import { ClusterObjects } from '../../contracts';
import { textAt } from '../../json';

/** Whether this Argo CD keeps the health of resources in the Application, as its ConfigMap says; it does not by default. */
export function storesResourceHealth(home: ClusterObjects): boolean {
  const parameters = home.get({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'argocd',
    name: 'argocd-cmd-params-cm',
  });
  return (
    textAt(parameters, 'data', 'controller.resource.health.persist') === 'true'
  );
}
