import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { z } from 'zod';
import { bundleReplica } from './bundleReplica';
import { Engine } from './Engine';
import { expectCleanLives } from './expectCleanLives';
import { GitopsForge } from './GitopsForge';
import { Mailbox } from './Mailbox';
import { Portal } from './Portal';
import { ReplicaProcess } from './ReplicaProcess';
import { gitops, KillService, services } from './services';
import { stories } from './stories';
import { noteWrites } from './Timeline';

const connectionSchema = z.looseObject({
  host: z.string(),
  database: z.string(),
});

/** A forge, an engine, a database, and a portal whose replicas can be killed. */
export class KillWorld {
  static async create(knex: Knex): Promise<KillWorld> {
    const directory = await mkdtemp(join(tmpdir(), 'fairlead-replica-'));
    const file = bundleReplica(directory);
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@fairlead/backstage-plugin-gitops-backend',
        'migrations',
      ),
    });
    await noteWrites(knex);
    const seed = Date.now() % 2 ** 31;
    const random = randomFrom(seed);
    const all: KillService[] = Object.values(services);
    const forge = await GitopsForge.start(all);
    const mailbox = await Mailbox.open(random);
    await forge.forge.content.addWebhook({
      ...gitops,
      url: mailbox.url,
      events: ['push', 'pull_request', 'status'],
    });
    const engine = new Engine({ knex, forge, services: all });
    const connection = connectionSchema.parse(knex.client.connectionSettings);
    const portal = new Portal({
      file,
      knex,
      connection,
      forge,
      engine,
      mailbox,
      random,
    });
    return new KillWorld(directory, { knex, forge, mailbox, portal, random });
  }

  readonly portal: Portal;
  readonly forge: GitopsForge;
  readonly random: () => number;
  #versions = 0;

  private constructor(
    private readonly directory: string,
    private readonly parts: {
      knex: Knex;
      forge: GitopsForge;
      mailbox: Mailbox;
      portal: Portal;
      random: () => number;
    },
  ) {
    this.portal = parts.portal;
    this.forge = parts.forge;
    this.random = parts.random;
  }

  /**
   * Tells all stories at once, while replicas live and die: over and over `until` it is enough, and then on replicas
   * that live. `live` resolves when those that it has started are dead, or with one that may live on.
   */
  async whileTelling(
    live: () => Promise<ReplicaProcess | undefined>,
    options: { until?: () => boolean } = {},
  ): Promise<void> {
    const { portal } = this;
    const { until: isEnough } = options;
    let isTold = false;
    const told = Promise.all(
      this.#each(async story => {
        do await story();
        while (isEnough && !isEnough());
      }),
    )
      .then(() => portal.untilAllIsSaid())
      .finally(() => {
        isTold = true;
      });
    while (!isTold) {
      const replica = isEnough?.() ? await portal.start() : await live();
      await Promise.race([told, replica?.died]);
      if (portal.isDead) portal.outlastLeases();
    }
    await told;
  }

  #each<T>(use: (story: () => Promise<void>) => T): T[] {
    const { portal, forge } = this;
    const version = () => `1.${++this.#versions}.0`;
    return Object.values(stories).map(story =>
      use(() => story({ portal, forge, version })),
    );
  }

  /** A whole number, from 0. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  async expectCleanLives(): Promise<void> {
    await expectCleanLives({ ...this.parts, log: this.portal.log });
  }

  async end(): Promise<void> {
    const { forge, mailbox, portal } = this.parts;
    await portal.killAll();
    await mailbox.close();
    await forge.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
