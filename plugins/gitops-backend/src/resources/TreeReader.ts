import { isError } from '@backstage/errors';
import { ManagedResource } from '@fairlead/backstage-plugin-gitops-node';
import { StoredTarget } from '../targets/StoredTarget';
import { assembleTree } from './assembleTree';
import { Attempts } from './Attempts';
import { ClusterResources } from './ClusterResources';
import { eventsOf } from './eventsOf';
import { ListReader, refKeyOf, Wanted } from './ListReader';
import { LiveObject } from './liveObject';
import { LiveTree } from './LiveTree';
import { ManagedHere, ManagedResources } from './ManagedResources';
import { podPartsOf } from './pod';
import { ServedKinds } from './ServedKinds';
import { ownedWantedOf, wantedOf } from './wantedOf';

const defaultTiming = { requestMs: 4_000, allMs: 10_000 };
const mostNamespaces = 10;

/** Reads the resources of a target from its cluster, in the time there is. */
export class TreeReader {
  readonly #options: TreeReaderOptions;

  static create(options: TreeReaderOptions): TreeReader {
    return new TreeReader(options);
  }

  private constructor(options: TreeReaderOptions) {
    this.#options = options;
  }

  /** Never fails: what can't be read is named among the problems. Ends early when the signal is aborted. */
  async read(
    target: StoredTarget,
    { signal }: { signal: AbortSignal },
  ): Promise<LiveTree> {
    const timing = { ...defaultTiming, ...this.#options.timing };
    const over = AbortSignal.timeout(timing.allMs);
    const limits = {
      signal: AbortSignal.any([signal, over]),
      timeoutMs: timing.requestMs,
    };
    const attempts = Attempts.create({ signal: limits.signal });
    const here = await this.#managed({ target, attempts, limits });
    const tree = await this.#tree({ ...here, attempts, limits });
    if (over.aborted) {
      attempts.note(
        `Reading was stopped after ${Math.round(timing.allMs / 1000)} seconds, so some of it is missing here.`,
      );
    }
    return {
      ...tree,
      problems: attempts.problems,
      readAt: new Date().toISOString(),
    };
  }

  async #managed(options: {
    target: StoredTarget;
    attempts: Attempts;
    limits: Limits;
  }): Promise<ManagedHere> {
    const { target, attempts, limits } = options;
    const { object, destination, engine } = target.status;
    const title =
      this.#options.engines.find(({ id }) => id === engine)?.title ?? engine;
    try {
      const here = await this.#options.managed.of(target, limits);
      if (!here.managed) {
        attempts.note(
          `${title} does not say in ${object.kind} ${object.name} what it has applied, so its resources can't be shown.`,
        );
      } else if (!here.cluster) {
        attempts.note(
          `It deploys to ${destination.name ?? destination.server}, which is no cluster of this portal, so only what ${title} lists is shown.`,
        );
      }
      return here;
    } catch (error) {
      if (!limits.signal.aborted) {
        attempts.note(`${isError(error) ? error.message : error}`);
      }
      return { managed: [], cluster: undefined };
    }
  }

  async #tree(
    options: ManagedHere & { attempts: Attempts; limits: Limits },
  ): Promise<Omit<LiveTree, 'problems' | 'readAt'>> {
    const { managed = [], cluster, attempts, limits } = options;
    if (!cluster || managed.length === 0) {
      const unread = new Set(managed.map(refKeyOf));
      const tree = assembleTree({ managed, live: [], unread, candidates: [] });
      return { ...tree, events: [] };
    }
    const { objects, served } = this.#options;
    const lists = ListReader.create({
      attempts,
      cluster,
      limits,
      objects,
      served,
    });
    const namespaces = namespacesOf(managed);
    const near = namespaces.slice(0, mostNamespaces);
    if (near.length < namespaces.length) {
      attempts.note(
        `It has resources in ${namespaces.length} namespaces; pods and events are shown of ${near.join(', ')}.`,
      );
    }
    const [roots, owned, rawEvents] = await Promise.all([
      readAll(lists, wantedOf(managed)),
      readAll(
        lists,
        ownedWantedOf(managed).filter(({ namespace = '' }) =>
          near.includes(namespace),
        ),
      ),
      readEvents(lists, near),
    ]);
    const claims = await readClaims(lists, owned.objects);
    const tree = assembleTree({
      managed,
      live: roots.objects,
      unread: roots.unread,
      candidates: [...owned.objects, ...claims],
    });
    const events = eventsOf(rawEvents, tree.nodes);
    return {
      ...tree,
      events: events.events,
      truncated: tree.truncated || lists.truncated || events.truncated,
    };
  }
}

interface Limits {
  signal: AbortSignal;
  timeoutMs: number;
}

function namespacesOf(managed: readonly ManagedResource[]): string[] {
  const counts = new Map<string, number>();
  for (const { namespace } of managed) {
    if (namespace) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([name]) => name);
}

async function readAll(
  lists: ListReader,
  wanted: readonly Wanted[],
): Promise<{ objects: LiveObject[]; unread: Set<string> }> {
  const read = await Promise.all(
    wanted.map(async each => ({ each, ...(await lists.list(each)) })),
  );
  return {
    objects: read.flatMap(({ objects }) => objects),
    unread: new Set(
      read.flatMap(({ each, complete }) =>
        complete
          ? []
          : (each.names ?? []).map(name => refKeyOf({ ...each, name })),
      ),
    ),
  };
}

/** Warnings first and most of them: they are what somebody looks for. */
async function readEvents(
  lists: ListReader,
  namespaces: readonly string[],
): Promise<unknown[]> {
  const read = await Promise.all(
    namespaces.flatMap(namespace => [
      lists.events({ namespace, fieldSelector: 'type!=Normal', pages: 4 }),
      lists.events({ namespace, fieldSelector: 'type=Normal', pages: 2 }),
    ]),
  );
  return read.flat();
}

/** The volume claims of pods that wait: they have no owner, but what they wait for may hold the pod up. */
async function readClaims(
  lists: ListReader,
  objects: readonly LiveObject[],
): Promise<LiveObject[]> {
  const claims = new Map<string, { pod: LiveObject; names: Set<string> }>();
  for (const pod of objects) {
    if (pod.kind !== 'Pod' || pod.status?.phase !== 'Pending') continue;
    const { namespace = '' } = pod.metadata;
    const known = claims.get(namespace ?? '') ?? { pod, names: new Set() };
    podPartsOf(pod).claims.forEach(name => known.names.add(name));
    if (known.names.size > 0) claims.set(namespace ?? '', known);
  }
  const read = await Promise.all(
    [...claims].map(async ([namespace, { names }]) => {
      const { objects: found } = await lists.list({
        group: '',
        version: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace,
        names: [...names],
      });
      return found.map(claim => ownedByPod(claim, objects));
    }),
  );
  return read.flat();
}

/** Shown below the first pod that waits for it. */
function ownedByPod(
  claim: LiveObject,
  objects: readonly LiveObject[],
): LiveObject {
  const pod = objects.find(
    each =>
      each.kind === 'Pod' &&
      each.metadata.namespace === claim.metadata.namespace &&
      podPartsOf(each).claims.includes(claim.metadata.name),
  );
  if (!pod?.metadata.uid) return claim;
  const { name, uid } = pod.metadata;
  const owner = { apiVersion: pod.apiVersion, kind: pod.kind, name, uid };
  return {
    ...claim,
    metadata: { ...claim.metadata, ownerReferences: [owner] },
  };
}

/** What it reads with. */
export interface TreeReaderOptions {
  engines: ReadonlyArray<{ id: string; title: string }>;
  managed: ManagedResources;
  objects: ClusterResources;
  served: ServedKinds;
  /** Other than the defaults, for tests. */
  timing?: Partial<typeof defaultTiming>;
}
