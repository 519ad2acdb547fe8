import {
  TargetStatus,
  targetIdOf,
} from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { TargetsStore } from '../../../store/TargetsStore';
import { TargetSourcesStore } from '../../../store/TargetSourcesStore';
import { GitopsForge } from './GitopsForge';
import { imageOf, KillService } from './services';

/** Deploys at once what is on the main branch, and writes down how the targets are then. */
export class Engine {
  readonly #targets: TargetsStore;
  readonly #dev = new Map<string, string>();
  #last: Promise<unknown> = Promise.resolve();
  #synced = '';

  constructor(
    private readonly options: {
      knex: Knex;
      forge: GitopsForge;
      services: readonly KillService[];
    },
  ) {
    const { knex } = options;
    this.#targets = TargetsStore.create({
      database: knex,
      sources: TargetSourcesStore.create({ database: knex }),
    });
  }

  /** Dev runs another version from now on. */
  async release(service: KillService, version: string): Promise<void> {
    await this.#inTurn(async () => {
      this.#dev.set(service.name, version);
      this.#synced = '';
      await this.#sync();
    });
  }

  /** Returns the ids of the targets that are different now. */
  async sync(): Promise<string[]> {
    return this.#inTurn(() => this.#sync());
  }

  async #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(run);
    this.#last = done;
    return done;
  }

  async #sync(): Promise<string[]> {
    const { forge, services } = this.options;
    const head = await forge.head();
    if (head === this.#synced) return [];
    const statuses = await Promise.all(
      services.flatMap(({ name, targets }) =>
        [`${name}-dev`, ...targets].map(target =>
          this.#status({ name, target }),
        ),
      ),
    );
    const written = await this.#targets.write({
      targets: new Map(
        statuses.map(status => [
          targetIdOf(status.object),
          {
            type: 'put' as const,
            source: { cluster: 'hub', resource: 'applications.argoproj.io' },
            status,
            environment: status.object.name.endsWith('-dev')
              ? 'dev'
              : 'staging',
          },
        ]),
      ),
      positions: [],
    });
    this.#synced = head;
    return [...written.changed, ...written.added];
  }

  async #status(options: {
    name: string;
    target: string;
  }): Promise<TargetStatus> {
    const { name, target } = options;
    const { forge } = this.options;
    const deployed = await forge.deployed(target);
    const { revision } = deployed;
    const tag = target.endsWith('-dev')
      ? (this.#dev.get(name) ?? deployed.tag)
      : deployed.tag;
    return {
      engine: 'argocd',
      object: {
        cluster: 'hub',
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        namespace: 'argocd',
        name: target,
      },
      labels: {},
      annotations: {},
      destination: { inCluster: true, namespace: name },
      sources: [
        {
          repoUrl: `${forge.repoUrl}.git`,
          targetRevision: 'main',
          path: `apps/${target}`,
          type: 'kustomize',
        },
      ],
      version: { images: [{ name: imageOf(name), tag }] },
      revisions: { desired: [revision], live: [revision] },
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      autoSync: { enabled: true, prune: false, selfHeal: false },
      drift: [],
      conditions: [],
      history: [],
      resourceCount: 1,
      links: [],
    };
  }
}
