import { formatPointer, YamlPath } from '../../manifests/yaml/YamlPath';
import { valueAt } from '../../manifests/valueAt';
import { isRecord } from '../../manifests/isRecord';
import { FieldManager, fieldManagersOf, ownedPaths } from '../managedFields';
import { Difference } from './differencesOf';
import { isIgnored } from './ignoredFields';

/** Those who write what they are there for, or what Git says: engines, and the controllers of a cluster. */
const machines =
  /controller|operator|autoscaler|kubelet|^kube-|flux|argocd|^helm$|webhook|injector|rollouts|flagger|^before-first-apply$|^kubectl-client-side-apply$|^kubectl-rollout$|^Go-http-client$/i;

/**
 * The fields that somebody wrote who is neither an engine nor a controller, for objects of which it isn't known what
 * Git says.
 */
export function handWritten(live: unknown): Difference[] {
  const found = new Map<string, YamlPath>();
  for (const manager of fieldManagersOf(live).filter(isPerson)) {
    for (const path of ownedPaths(manager, live)) {
      if (!isIgnored(path)) found.set(formatPointer(path), path);
    }
  }
  return [...found].flatMap(([label, path]) => {
    const value = valueAt(live, path);
    return isRecord(value) && Object.keys(value).length > 0
      ? []
      : [{ label, path, live: value }];
  });
}

function isPerson({ manager, subresource }: FieldManager): boolean {
  return !machines.test(manager) && (!subresource || subresource === 'scale');
}
