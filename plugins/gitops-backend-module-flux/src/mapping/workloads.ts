import {
  Condition,
  HealthStatus,
  parseImageReference,
  TargetStatus,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  ManagedResource,
  MappingContext,
} from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { isHelmRelease } from '../parse';
import { workloadReferences } from '../references/workloads';
import { FluxObject } from '../schema';
import { mapDestination } from './destination';
import { inventoryOf } from './inventory';

/** What is kept of a workload, as `reduce` of its kind writes it. */
const storedWorkloadSchema = z.object({
  images: z.array(z.string()).default([]),
  health: z.enum([
    'Healthy',
    'Progressing',
    'Degraded',
    'Suspended',
    'Unknown',
  ]),
  message: z.string().optional(),
  /** `<namespace>/<name>` of the HelmRelease that it belongs to. */
  release: z.string().optional(),
});

type FoundWorkload = ManagedResource & z.infer<typeof storedWorkloadSchema>;

/** The workloads of a target, as they are on its cluster. */
export interface Workloads {
  found: FoundWorkload[];
  /** Nothing was applied whose health would not be known from these. */
  isComplete: boolean;
}

/** Kinds that are well as soon as they are there. */
const withoutHealth = new Set([
  'ConfigMap',
  'Secret',
  'Namespace',
  'ServiceAccount',
  'Service',
  'Ingress',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'ServiceMonitor',
  'AnalysisTemplate',
  'MetricTemplate',
]);

/** Undefined where the target is on another cluster, which this one knows nothing of. */
export function mapWorkloads(
  object: FluxObject,
  context: MappingContext,
): Workloads | undefined {
  if (object.spec.kubeConfig) return undefined;
  const inventory = inventoryOf(object);
  if (inventory) return amongInventory(inventory, context);
  if (!isHelmRelease(object)) return undefined;
  // Old controllers keep no inventory, but all of them label what they apply.
  return { found: labelled(object, context), isComplete: false };
}

function amongInventory(
  inventory: readonly ManagedResource[],
  { find }: MappingContext,
): Workloads {
  const found = inventory.flatMap(resource => {
    const { group, kind, namespace, name } = resource;
    if (!namespace || !isWorkload(resource)) return [];
    const stored = find?.({ group, kind, namespace, name });
    return withStored(resource, stored);
  });
  const unproven = inventory.filter(
    resource =>
      !withoutHealth.has(resource.kind) &&
      !found.some(
        ({ kind, namespace, name }) =>
          kind === resource.kind &&
          namespace === resource.namespace &&
          name === resource.name,
      ),
  );
  return { found, isComplete: unproven.length === 0 };
}

function labelled(
  object: FluxObject,
  { list }: MappingContext,
): FoundWorkload[] {
  const { metadata } = object;
  const { namespace = metadata.namespace } = mapDestination(object);
  const release = `${metadata.namespace}/${metadata.name}`;
  return workloadReferences.flatMap(({ group, kind }) =>
    [...(list?.({ group, kind, namespace }) ?? [])].flatMap(([name, stored]) =>
      withStored({ group, kind, namespace, name }, stored).filter(
        each => each.release === release,
      ),
    ),
  );
}

function withStored(
  resource: ManagedResource,
  value: unknown,
): FoundWorkload[] {
  const stored = storedWorkloadSchema.safeParse(value);
  return stored.success ? [{ ...resource, ...stored.data }] : [];
}

function isWorkload({ group, kind }: ManagedResource): boolean {
  return workloadReferences.some(
    each => each.group === group && each.kind === kind,
  );
}

/** The images that workloads name, rather than those that Flux's own object sets. */
export function versionWith(
  version: Version,
  workloads: Workloads | undefined,
): Version {
  const images = [
    ...new Set(workloads?.found.flatMap(each => each.images) ?? []),
  ];
  return images.length > 0
    ? { ...version, images: images.map(parseImageReference) }
    : version;
}

const worstFirst = ['Degraded', 'Unknown', 'Progressing', 'Suspended'] as const;

/** That all was applied, or was well when it was, does not mean that it still is. */
export function healthWith(
  health: TargetStatus['health'],
  workloads: Workloads | undefined,
): TargetStatus['health'] {
  if (health.status !== 'Healthy') return health;
  for (const status of worstFirst) {
    const worst = workloads?.found.find(each => each.health === status);
    if (worst) return { status, message: sentenceOf(worst) };
  }
  return health;
}

/** What is not well, whatever Flux says of it. */
export function degradedConditions(
  workloads: Workloads | undefined,
): Condition[] {
  const degraded: HealthStatus = 'Degraded';
  return (workloads?.found ?? [])
    .filter(({ health }) => health === degraded)
    .map(workload => ({
      type: 'ResourceDegraded',
      severity: 'error' as const,
      message: sentenceOf(workload),
      concerns: 'health' as const,
    }));
}

const words = {
  Healthy: 'is healthy',
  Progressing: 'is progressing',
  Degraded: 'is degraded',
  Suspended: 'is paused',
  Unknown: 'is in a state that is not known',
};

function sentenceOf({ kind, name, health, message }: FoundWorkload): string {
  const sentence = `${kind} ${name} ${words[health]}`;
  return message ? `${sentence}: ${message}` : sentence;
}
