import {
  ResourceNode,
  ResourceRef,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  imagesOfPodTemplate,
  podTemplateOf,
  workloadSpecSchema,
} from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { healthOf } from './health/healthOf';
import { LiveObject, partOf } from './liveObject';
import { podPartsOf, treeContainerOf } from './pod';

const count = z.number().nullish();
const completionsSchema = z.object({ completions: count });
const countsSchema = z.object({
  readyReplicas: count,
  numberReady: count,
  desiredNumberScheduled: count,
  succeeded: count,
});

/** A resource that is there, as the tree shows it. */
export function nodeOf(object: LiveObject): ResourceNode {
  const { metadata } = object;
  const health = healthOf(object);
  return {
    ...refOf(object),
    id: metadata.uid || nodeIdOf(refOf(object)),
    ...(metadata.creationTimestamp && {
      createdAt: metadata.creationTimestamp,
    }),
    ...(health && health.status !== 'Unknown' && { health }),
    ...(object.group === '' && object.kind === 'Pod'
      ? podParts(object)
      : workloadParts(object)),
  };
}

/** Names it by itself, where it has no uid. */
export function nodeIdOf(ref: ResourceRef): string {
  return [ref.group, ref.kind, ref.namespace ?? '', ref.name].join('/');
}

/** What an object is called. */
export function refOf({ group, kind, metadata }: LiveObject): ResourceRef {
  return {
    group,
    kind,
    ...(metadata.namespace && { namespace: metadata.namespace }),
    name: metadata.name,
  };
}

function podParts(object: LiveObject): Partial<ResourceNode> {
  const { containers } = podPartsOf(object);
  const lasting = containers.filter(({ init }) => !init);
  return {
    ready: {
      ready: lasting.filter(({ ready }) => ready).length,
      desired: lasting.length,
    },
    restarts: containers.reduce((sum, { restarts }) => sum + restarts, 0),
    images: [...new Set(lasting.map(({ image }) => image).filter(Boolean))],
    containers: containers.map(treeContainerOf),
  };
}

const replicated = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout'];

function workloadParts(object: LiveObject): Partial<ResourceNode> {
  const spec = partOf(workloadSpecSchema, object.spec) ?? {};
  const status = partOf(countsSchema, object.status) ?? {};
  const images = imagesOfPodTemplate(podTemplateOf({ spec }));
  const ready = () => {
    if (object.kind === 'DaemonSet') {
      return {
        ready: status.numberReady ?? 0,
        desired: status.desiredNumberScheduled ?? 0,
      };
    }
    if (object.kind === 'Job') {
      const { completions } = partOf(completionsSchema, object.spec) ?? {};
      return { ready: status.succeeded ?? 0, desired: completions ?? 1 };
    }
    return replicated.includes(object.kind)
      ? { ready: status.readyReplicas ?? 0, desired: spec.replicas ?? 1 }
      : undefined;
  };
  const counted = ready();
  return {
    ...(counted && { ready: counted }),
    ...(images.length > 0 && { images }),
  };
}
