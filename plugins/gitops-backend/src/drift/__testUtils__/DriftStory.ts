import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import {
  DriftEntry,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  GitOpsEngine,
  ManagedResource,
} from '@fairlead/backstage-plugin-gitops-node';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { normalizeGitUrl } from '../../forges/gitUrl';
import { storedTarget } from '../../services/__testUtils__/storedTarget';
import { StoredTarget } from '../../targets/StoredTarget';
import { DriftReading } from '../Drifted';
import { DriftReader } from '../DriftReader';

export const repoUrl = 'https://github.com/acme/gitops';
const directory = 'apps/orders/overlays/prod';

/** An object of a cluster. */
interface Live {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** A repository, a cluster with some objects in it, and a target that is compared with both. */
export class DriftStory {
  readonly forge = new FakeForge();
  readonly target: StoredTarget;
  readonly #options: DriftStoryOptions;

  constructor(options: DriftStoryOptions) {
    this.#options = options;
    this.forge.createRepository({ repoUrl, files: options.files ?? {} });
    const target = storedTarget({ name: 'orders-prod', environment: 'prod' });
    this.target = {
      ...target,
      status: {
        ...target.status,
        sync: { status: 'OutOfSync' },
        drift: options.live.map(driftOf),
        ...options.status,
      },
    };
  }

  async read(): Promise<DriftReading> {
    const { live, object = {}, managed, refuse } = this.#options;
    const all: Live[] = [
      ...live,
      { ...this.target.status.object, metadata: { name: '' }, ...object },
    ];
    return DriftReader.create({
      clusters: [{ name: 'hub' }],
      engines: [this.#engine(managed)],
      forges: {
        normalize: normalizeGitUrl,
        forRepository: url =>
          normalizeGitUrl(url) === repoUrl ? this.forge : undefined,
      },
      logger: mockServices.logger.mock(),
      objects: {
        get: async ({ plural, name, cluster }) => {
          const found = all.find(
            each =>
              pluralOf(each.kind) === plural &&
              (each.metadata.name === name || each.metadata.name === ''),
          );
          if (refuse && plural !== pluralOf(this.target.status.object.kind)) {
            throw refuse;
          }
          if (!found) {
            throw new NotFoundError(`${cluster} has no ${plural} ${name}`);
          }
          return found;
        },
      },
      served: {
        find: async ({ kind, group, version = 'v1' }) => ({
          apiVersion: group ? `${group}/${version}` : version,
          plural: pluralOf(kind),
          namespaced: true,
        }),
      },
    }).read(this.target, { signal: new AbortController().signal });
  }

  #engine(managed: DriftStoryOptions['managed']): GitOpsEngine {
    const { engine, object } = this.target.status;
    return {
      id: engine,
      title: engine === 'flux' ? 'Flux' : 'Argo CD',
      kinds: [
        {
          group: object.apiVersion.split('/')[0],
          version: 'v1',
          kind: object.kind,
          plural: pluralOf(object.kind),
        },
      ],
      map: () => undefined,
      ...(managed !== 'itself' && { resourcesOf: () => managed }),
      prepareAction: () => [],
    };
  }
}

/** What a story begins with. */
export interface DriftStoryOptions {
  /** Of the repository. */
  files?: Record<string, string>;
  live: Live[];
  status?: Partial<TargetStatus>;
  /** What the engine's object says. */
  object?: object;
  /** What the engine says that it has applied; `itself`: it has no say. */
  managed?: ManagedResource[] | 'itself';
  /** What the cluster answers. */
  refuse?: Error;
}

/** Files of the directory that the target is built from. */
export function overlay(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name.startsWith('/') ? name.slice(1) : `${directory}/${name}`,
      content,
    ]),
  );
}

/** What was found, as `path git -> live` with `(hidden)` and what stands in the way of writing it into Git. */
export function linesOf({ resources }: DriftReading): string[] {
  return resources.flatMap(({ fields }) =>
    fields.map(({ shown }) => {
      const { path, git = '', live = '', masked, adoptable } = shown;
      const values = masked ? '(hidden)' : `${git} -> ${live}`;
      return [path, values, adoptable.why].filter(Boolean).join(' ');
    }),
  );
}

function driftOf({ apiVersion, kind, metadata }: Live): DriftEntry {
  return {
    group: apiVersion.includes('/') ? apiVersion.split('/')[0] : '',
    kind,
    namespace: metadata.namespace ?? 'orders',
    name: metadata.name,
    difference: 'changed',
  };
}

function pluralOf(kind: string): string {
  return `${kind.toLowerCase()}s`;
}
