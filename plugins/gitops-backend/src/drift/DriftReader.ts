import { isError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ResourceRef,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  GitOpsEngine,
  ManagedResource,
} from '@fairlead/backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import { Forges } from '../forges/Forges';
import { RepositoryReader } from '../promotions/plan/RepositoryReader';
import { ClusterResources, RequestLimits } from '../resources/ClusterResources';
import { groupOf } from '../resources/liveObject';
import { ServedKinds } from '../resources/ServedKinds';
import { destinationCluster } from '../targets/placesOf';
import { StoredTarget } from '../targets/StoredTarget';
import { Candidate, candidatesOf, resourceKey } from './candidatesOf';
import { DriftedResource, DriftReading } from './Drifted';
import { examine } from './examine';
import { EngineSettings, engineSettings } from './git/engineSettings';
import {
  GitManifest,
  GitManifests,
  manifestsOf,
  readGitManifests,
} from './git/GitManifests';
import { identityOf } from './git/Rendered';
import { notCompared } from './notCompared';
import { outlookOf } from './outlookOf';

const timeoutMs = 8_000;
const atOnce = 6;

interface Examined {
  resource: DriftedResource;
  /** Why it could not be read. */
  unread?: string;
}

/** Finds out which resources of a target differ from Git, and in which fields, by reading both. */
export class DriftReader {
  readonly #options: DriftReaderOptions;

  static create(options: DriftReaderOptions): DriftReader {
    return new DriftReader(options);
  }

  private constructor(options: DriftReaderOptions) {
    this.#options = options;
  }

  /** What can't be read is said in the notes of the resources. `only`: that resource alone, if it is one of them. */
  async read(
    target: StoredTarget,
    { signal, only }: { signal: AbortSignal; only?: ResourceRef },
  ): Promise<DriftReading> {
    const { status } = target;
    const limits = { signal, timeoutMs };
    const engine = this.#options.engines.find(({ id }) => id === status.engine);
    const own = await this.#engineObject({ target, engine, limits });
    const { candidates: all, left } = candidatesOf({
      status,
      managed: managedOf({ engine, status, object: own.object }),
    });
    const candidates = all.filter(
      each => !only || resourceKey(each) === resourceKey(only),
    );
    const manifests = candidates.some(
      ({ difference }) => difference === 'changed',
    )
      ? await this.#manifests({ target, settings: own.settings })
      : { manifests: [], reasons: [] };
    const limit = pLimit(atOnce);
    const examined = await Promise.all(
      candidates.map(candidate =>
        limit(() =>
          this.#examine({
            target,
            candidate,
            manifests,
            settings: own.settings,
            limits,
          }),
        ),
      ),
    );
    const shown = examined
      .filter(
        ({ resource }, index) =>
          candidates[index].reported ||
          resource.fields.length > 0 ||
          resource.difference === 'missing',
      )
      .map(({ resource }) => resource);
    const unread = examined.flatMap(({ resource, unread: why }, index) =>
      why && !candidates[index].reported ? { ...resource, why } : [],
    );
    const changes = shown.flatMap(({ fields }) =>
      fields.flatMap(({ shown: { changedBy } }) => changedBy?.at ?? []),
    );
    const outlook = outlookOf(status, {
      title: engine?.title ?? status.engine,
      drifted: shown.length > 0,
      comparedAll: unread.length + left === 0,
      ...(own.settings.interval && { interval: own.settings.interval }),
    });
    return {
      resources: shown,
      outlook: `${outlook}${notCompared(unread)}${
        left > 0 ? ` ${left} more resources were not looked at.` : ''
      }`,
      ...(changes.length > 0 && { changedAt: changes.sort()[0] }),
    };
  }

  async #engineObject(options: {
    target: StoredTarget;
    engine: GitOpsEngine | undefined;
    limits: RequestLimits;
  }): Promise<{ object?: unknown; settings: EngineSettings }> {
    const { target, engine, limits } = options;
    const { object: ref } = target.status;
    const kind = engine?.kinds.find(each => each.kind === ref.kind);
    const unknown = (why: string) => ({
      settings: { doubt: why, ignored: [] },
    });
    if (!engine || !kind) {
      return unknown(
        `The engine "${target.status.engine}" is not installed in this portal, so how it builds this isn't known.`,
      );
    }
    try {
      const object = await this.#options.objects.get({
        ...ref,
        plural: kind.plural,
        ...limits,
      });
      return { object, settings: engineSettings({ object, ...ref }) };
    } catch (error) {
      return unknown(
        `${ref.kind} ${ref.name} can't be read, so how this is built isn't known (${messageOf(error)}).`,
      );
    }
  }

  async #manifests(options: {
    target: StoredTarget;
    settings: EngineSettings;
  }): Promise<GitManifests> {
    const { forges, logger } = this.#options;
    const reader = RepositoryReader.create({ forges, logger });
    try {
      return await readGitManifests({
        reader,
        status: options.target.status,
        settings: options.settings,
      });
    } catch (error) {
      return {
        manifests: [],
        reasons: [`Git can't be read (${messageOf(error)}).`],
      };
    }
  }

  async #examine(options: {
    target: StoredTarget;
    candidate: Candidate;
    manifests: GitManifests;
    settings: EngineSettings;
    limits: RequestLimits;
  }): Promise<Examined> {
    const { target, candidate, manifests, settings } = options;
    const { reported: _, version: __, ...entry } = candidate;
    const said = (note: string, difference = entry.difference) => ({
      resource: { ...entry, difference, fields: [], note },
    });
    const unread = (why: string) => ({ ...said(why), unread: why });
    if (entry.difference === 'missing') {
      return said('It is in Git, and not in the cluster.');
    }
    if (entry.difference === 'extra') {
      return said('It is in the cluster, and no longer in Git.');
    }
    const cluster = destinationCluster(target.status, this.#options.clusters);
    if (!cluster) {
      const { name, server } = target.status.destination;
      return unread(
        `It is on ${name ?? server}, which is no cluster of this portal, so it can't be compared.`,
      );
    }
    const git = gitSide({ target, candidate, manifests, settings });
    try {
      const live = await this.#live({ ...options, cluster, ...git });
      const found = examine({
        ...git,
        resource: entry,
        live,
        settings,
        variables: target.status.engine === 'flux',
      });
      return { resource: { ...entry, ...found } };
    } catch (error) {
      if (error instanceof NotFoundError) {
        return said('It is not in the cluster.', 'missing');
      }
      return unread(
        error instanceof NotAllowedError
          ? `The portal may not read it: give its account on ${cluster} the right "get" on ${entry.kind}.`
          : messageOf(error),
      );
    }
  }

  async #live(options: {
    candidate: Candidate;
    cluster: string;
    manifest: GitManifest | undefined;
    limits: RequestLimits;
  }): Promise<unknown> {
    const { candidate, cluster, manifest, limits } = options;
    const { objects, served } = this.#options;
    const { group, kind, namespace, name } = candidate;
    const version = manifest
      ? identityOf(manifest.rendered).apiVersion.split('/').pop()
      : candidate.version;
    const place = await served.find({
      cluster,
      group,
      kind,
      ...(version && { version }),
    });
    if (!place) {
      throw new Error(`${cluster} does not serve ${kind} of ${group || 'v1'}.`);
    }
    const { namespaced, ...rest } = place;
    return objects.get({
      cluster,
      ...rest,
      name,
      ...(namespaced && namespace && { namespace }),
      ...limits,
    });
  }
}

/** Without an engine that applies things, the object itself is what is deployed. */
function managedOf(options: {
  engine: GitOpsEngine | undefined;
  status: TargetStatus;
  object: unknown;
}): ManagedResource[] | undefined {
  const { engine, status, object } = options;
  if (!engine || object === undefined) return undefined;
  if (engine.resourcesOf) return engine.resourcesOf(object);
  const { apiVersion, kind, namespace, name } = status.object;
  return [
    {
      group: groupOf(apiVersion),
      version: apiVersion.slice(apiVersion.indexOf('/') + 1),
      kind,
      ...(namespace && { namespace }),
      name,
    },
  ];
}

/** The manifest of a resource, or why there is none that it could be compared with. */
function gitSide(options: {
  target: StoredTarget;
  candidate: Candidate;
  manifests: GitManifests;
  settings: EngineSettings;
}): { manifest: GitManifest | undefined; reason: string } {
  const { target, candidate, manifests, settings } = options;
  const found = manifestsOf(manifests, candidate, {
    namespace: settings.namespace ?? target.status.destination.namespace,
  });
  const [manifest] = found;
  const none = (reason: string) => ({ manifest: undefined, reason });
  if (found.length > 1) {
    return none('It is written more than once in Git.');
  }
  if (!manifest) {
    const unknown =
      target.status.sources.length === 0
        ? 'Nothing says where in Git it is from.'
        : 'It was not found in the files in Git.';
    return none(manifests.reasons[0] ?? unknown);
  }
  return manifest.rendered.doubt
    ? none(manifest.rendered.doubt)
    : { manifest, reason: '' };
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}

/** What it reads with. */
export interface DriftReaderOptions {
  /** Of the config. */
  clusters: ReadonlyArray<{ name: string; url?: string }>;
  engines: readonly GitOpsEngine[];
  forges: Forges;
  logger: LoggerService;
  objects: Pick<ClusterResources, 'get'>;
  served: Pick<ServedKinds, 'find'>;
}
