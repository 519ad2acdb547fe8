import { ResourceNode } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { LiveObject, partOf } from './liveObject';

const text = z.string().nullish();
const terminatedSchema = z.object({
  exitCode: z.number(),
  signal: z.number().nullish(),
  reason: text,
  message: text,
  finishedAt: text,
});
const stateSchema = z
  .object({
    running: z.object({ startedAt: text }).nullish(),
    waiting: z.object({ reason: text, message: text }).nullish(),
    terminated: terminatedSchema.nullish(),
  })
  .nullish();
const statusesSchema = z
  .array(
    z.object({
      name: z.string(),
      ready: z.boolean().nullish(),
      restartCount: z.number().nullish(),
      state: stateSchema,
      lastState: stateSchema,
    }),
  )
  .nullish();
const containersSchema = z
  .array(
    z.object({
      name: z.string(),
      image: text,
      restartPolicy: z.string().nullish(),
    }),
  )
  .nullish();
const specSchema = z.object({
  restartPolicy: text,
  nodeName: text,
  containers: containersSchema,
  initContainers: containersSchema,
  volumes: z
    .array(
      z.object({
        persistentVolumeClaim: z.object({ claimName: z.string() }).nullish(),
      }),
    )
    .nullish(),
});
const statusSchema = z.object({
  phase: text,
  reason: text,
  message: text,
  containerStatuses: statusesSchema,
  initContainerStatuses: statusesSchema,
});

/** A run of a container that has ended. */
export interface TerminatedRun {
  exitCode: number;
  signal?: number;
  reason?: string;
  message?: string;
  finishedAt?: string;
}

/** A container of a pod as its node reports it. */
export interface PodContainer {
  name: string;
  image: string;
  /** It runs before the others, to its end. */
  init: boolean;
  ready: boolean;
  restarts: number;
  runningSince?: string;
  waiting?: { reason: string; message: string };
  terminated?: TerminatedRun;
  /** The run before. */
  last?: TerminatedRun;
}

/** What is read of a pod's spec and status. */
export interface PodParts {
  phase: string;
  reason: string;
  message: string;
  restartPolicy: string;
  scheduled: boolean;
  containers: PodContainer[];
  /** Names of the volume claims that it uses. */
  claims: string[];
}

/** Reads a `Pod`. Total: what is not there is empty. */
export function podPartsOf(object: LiveObject): PodParts {
  const spec = partOf(specSchema, object.spec) ?? {};
  const status = partOf(statusSchema, object.status) ?? {};
  const container = (init: boolean) => (each: SpecContainer) =>
    containerOf(each, {
      init,
      status: (init
        ? status.initContainerStatuses
        : status.containerStatuses
      )?.find(({ name }) => name === each.name),
    });
  return {
    phase: status.phase ?? 'Unknown',
    reason: status.reason ?? '',
    message: status.message ?? '',
    restartPolicy: spec.restartPolicy ?? 'Always',
    scheduled: Boolean(spec.nodeName),
    containers: [
      ...(spec.initContainers ?? []).map(container(true)),
      ...(spec.containers ?? []).map(container(false)),
    ],
    claims: (spec.volumes ?? []).flatMap(
      ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [],
    ),
  };
}

/** Whether a container waits for more than its turn, crashed or was killed. */
export function isFailing(container: PodContainer): boolean {
  const { waiting, terminated, ready, last, init } = container;
  if (waiting) return isBadReason(waiting.reason);
  if (terminated) return terminated.exitCode !== 0;
  return !init && !ready && last !== undefined && last.exitCode !== 0;
}

/** Words for which a container waits that do not pass by themselves. */
export function isBadReason(reason: string): boolean {
  return /^Err|Error$|BackOff$|^InvalidImageName$/.test(reason);
}

/** A container as the tree shows it. */
export function treeContainerOf(
  container: PodContainer,
): NonNullable<ResourceNode['containers']>[number] {
  const { name, waiting, terminated, last } = container;
  const failing = isFailing(container);
  const reason =
    waiting?.reason ||
    terminated?.reason ||
    (failing ? last?.reason : undefined);
  return {
    name,
    state: stateOf(container),
    ...(reason && { reason }),
    failing,
    hasPrevious: last !== undefined,
  };
}

function stateOf({ waiting, terminated, runningSince }: PodContainer) {
  if (waiting) return 'waiting';
  if (terminated) return 'terminated';
  return runningSince === undefined ? 'unknown' : 'running';
}

type SpecContainer = NonNullable<z.infer<typeof containersSchema>>[number];
type ContainerStatus = NonNullable<z.infer<typeof statusesSchema>>[number];

function containerOf(
  { name, image, restartPolicy }: SpecContainer,
  { init, status }: { init: boolean; status: ContainerStatus | undefined },
): PodContainer {
  const { running, waiting, terminated } = status?.state ?? {};
  const last = status?.lastState?.terminated;
  return {
    name,
    image: image ?? '',
    // One that is restarted for ever is a sidecar, and runs beside the others.
    init: init && restartPolicy !== 'Always',
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    ...(running && { runningSince: running.startedAt ?? '' }),
    ...(waiting && {
      waiting: { reason: waiting.reason ?? '', message: waiting.message ?? '' },
    }),
    ...(terminated && { terminated: runOf(terminated) }),
    ...(last && { last: runOf(last) }),
  };
}

function runOf(run: z.infer<typeof terminatedSchema>): TerminatedRun {
  const { exitCode, signal, reason, message, finishedAt } = run;
  return {
    exitCode,
    ...(signal && { signal }),
    ...(reason && { reason }),
    ...(message && { message }),
    ...(finishedAt && { finishedAt }),
  };
}
