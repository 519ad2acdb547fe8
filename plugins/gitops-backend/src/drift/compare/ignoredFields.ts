import { YamlPath } from '../../manifests/yaml/YamlPath';

/** What the cluster itself writes, whatever Git says. */
const ofServer = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
  'ownerReferences',
  'generateName',
]);

/** Labels and annotations by which engines and clients keep their accounts. */
const accounts =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/revision|kustomize\.toolkit\.fluxcd\.io\/(name|namespace|checksum)|helm\.toolkit\.fluxcd\.io\/(name|namespace)|meta\.helm\.sh\/.*|argocd\.argoproj\.io\/(tracking-id|instance)|app\.kubernetes\.io\/instance|config\.kubernetes\.io\/.*|internal\.config\.kubernetes\.io\/.*)$/;

/** Whether a field says nothing about drift: status, and what the cluster and the engines write for themselves. */
export function isIgnored([first, second, third]: YamlPath): boolean {
  if (first === 'metadata') {
    return (
      ofServer.has(String(second)) ||
      ((second === 'labels' || second === 'annotations') &&
        third !== undefined &&
        accounts.test(String(third)))
    );
  }
  return ['apiVersion', 'kind', 'status'].includes(String(first));
}
