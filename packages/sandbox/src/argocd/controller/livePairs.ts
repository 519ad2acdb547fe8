import { ClusterObjects, KubeObject } from '../../contracts';
import { Application, ResourceStatus } from '../Application';
import { keyOf } from '../objects';
import { Pair } from './compare';
import { instanceOf, managerOf } from './tracking';

/** Each wanted object with what is there, and what is there of this Application and no longer wanted. */
export function livePairs(options: {
  application: Application;
  wanted: readonly KubeObject[];
  destination: ClusterObjects;
}): Pair[] {
  const { application, wanted, destination } = options;
  const keys = new Set(wanted.map(keyOf));
  const pairs: Pair[] = wanted.map(target => ({
    target,
    live: liveOf(destination, {
      apiVersion: target.apiVersion,
      kind: target.kind,
      namespace: target.metadata.namespace,
      name: target.metadata.name,
    }),
  }));
  for (const resource of application.status?.resources ?? []) {
    const live = liveOf(destination, refOf(resource));
    if (
      live &&
      !keys.has(keyOf(live)) &&
      managerOf(live) === instanceOf(application)
    ) {
      pairs.push({ live });
    }
  }
  return pairs;
}

function refOf({ group, version, kind, namespace, name }: ResourceStatus) {
  const apiVersion = [group, version ?? 'v1'].filter(Boolean).join('/');
  return { apiVersion, kind, namespace, name };
}

function liveOf(
  destination: ClusterObjects,
  ref: Parameters<ClusterObjects['get']>[0],
): KubeObject | undefined {
  try {
    return destination.get(ref);
  } catch {
    // The cluster does not know the kind: then there is nothing of it.
    return undefined;
  }
}
