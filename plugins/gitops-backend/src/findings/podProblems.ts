import { ResourceRef } from '@fairlead/backstage-plugin-gitops-common';
import { LivePod } from '../resources/LiveTree';
import { PodContainer } from '../resources/pod';
import { Facts } from './Facts';

/** The same problem in one or more pods of a workload. */
export interface PodGroup<T> {
  workload: ResourceRef;
  /** Those that have it. */
  pods: LivePod[];
  /** `2 of 3 pods of Deployment orders`. */
  who: string;
  /** Of the first pod. */
  sample: T;
}

/** Groups what is wrong with pods by what they are there for, so that it is said once. */
export function groupPods<T>(
  facts: Facts,
  options: {
    of(pod: LivePod): T[];
    /** Problems of one workload with the same key are one. */
    key(found: T): string;
  },
): PodGroup<T>[] {
  const groups = new Map<
    string,
    { workload: ResourceRef; pods: LivePod[]; sample: T }
  >();
  const all = facts.live?.pods ?? [];
  for (const pod of all) {
    for (const found of options.of(pod)) {
      const key = `${nameOf(pod.workload)} ${options.key(found)}`;
      const known = groups.get(key);
      if (!known) {
        groups.set(key, { workload: pod.workload, pods: [pod], sample: found });
      } else if (!known.pods.includes(pod)) {
        known.pods.push(pod);
      }
    }
  }
  return [...groups.values()].map(group => {
    const siblings = all.filter(
      ({ workload }) => nameOf(workload) === nameOf(group.workload),
    );
    return { ...group, who: whoOf(group, siblings.length) };
  });
}

/** A container of a pod, for rules about containers. */
export interface ContainerOf {
  container: PodContainer;
  pod: LivePod;
}

/** Groups what is wrong with containers, by workload and container. */
export function groupContainers<T extends object>(
  facts: Facts,
  options: {
    of(each: ContainerOf): T | undefined;
    key?(found: T): string;
  },
): PodGroup<T & ContainerOf>[] {
  return groupPods(facts, {
    of: pod =>
      pod.containers.flatMap(container => {
        const found = options.of({ container, pod });
        return found ? [{ ...found, container, pod }] : [];
      }),
    key: found => `${found.container.name} ${options.key?.(found) ?? ''}`,
  });
}

function whoOf(
  { workload, pods }: { workload: ResourceRef; pods: LivePod[] },
  of: number,
): string {
  if (workload.kind === 'Pod') return `Pod ${workload.name}`;
  const name = `${workload.kind} ${workload.name}`;
  return of === 1
    ? `The pod of ${name}`
    : `${pods.length} of ${of} pods of ${name}`;
}

function nameOf({ group, kind, namespace = '', name }: ResourceRef): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
