import { setTimeout as delay } from 'node:timers/promises';
import { DefaultSchedulerService } from '@backstage/backend-defaults/scheduler';
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import knexFactory, { Knex } from 'knex';
import { waitFor } from './__testUtils__/waitFor';
import { ReadingTurn } from './ReadingTurn';

jest.setTimeout(30_000);

const timing = { lockMs: 1_500, marginMs: 700, graceMs: 3_000, attendMs: 50 };

/** Replicas of one portal: each with a scheduler of its own, all with the same database. */
class Portal {
  readonly knex: Knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  /** Names of the replicas that read, with how often each has begun to. */
  readonly reading = new Set<string>();
  readonly begun: string[] = [];
  readonly #stops = new Map<string, () => Promise<void>>();
  #attendedAt: Date | undefined;

  async start(name: string): Promise<void> {
    const stopped = new AbortController();
    const turn = ReadingTurn.create({
      cluster: 'one',
      scheduler: DefaultSchedulerService.create({
        database: mockServices.database.mock({
          getClient: async () => this.knex,
        }),
        logger: mockServices.logger.mock(),
        metrics: metricsServiceMock.mock({
          createCounter: () => ({ add: () => {} }),
          createHistogram: () => ({ record: () => {} }),
          createGauge: () => ({ record: () => {} }),
        }),
        rootLifecycle: mockServices.rootLifecycle.mock(),
        httpRouter: mockServices.httpRouter.mock(),
        pluginMetadata: { getId: () => 'gitops' },
      }),
      logger: mockServices.logger.mock(),
      signal: stopped.signal,
      timing,
      attendedAt: async () => this.#attendedAt,
      read: signal => this.#read(name, signal),
    });
    this.#stops.set(name, async () => {
      stopped.abort();
      await turn.stopped();
    });
    await turn.start();
  }

  async stop(name: string): Promise<void> {
    await this.#stops.get(name)?.();
    this.#stops.delete(name);
  }

  /** The lock as the scheduler keeps it. */
  async lock(): Promise<string | undefined> {
    const [row] = await this.#tasks().select();
    return row?.current_run_ticket ?? undefined;
  }

  /** As if a replica that is no more had the lock, for ever. */
  async lockForNobody(): Promise<void> {
    await waitFor(async () => (await this.lock()) === undefined);
    await this.#tasks().update({ current_run_ticket: 'nobody' });
  }

  async end(): Promise<void> {
    for (const name of this.#stops.keys()) await this.stop(name);
    // The schedulers give their locks back before the database goes.
    await waitFor(async () => {
      const ticket = await this.lock();
      return ticket === undefined || ticket === 'nobody';
    });
    await this.knex.destroy();
  }

  #tasks() {
    return this.knex('backstage_backend_tasks__tasks');
  }

  async #read(name: string, signal: AbortSignal): Promise<void> {
    this.reading.add(name);
    this.begun.push(name);
    while (!signal.aborted) {
      this.#attendedAt = new Date();
      await delay(10, undefined, { signal }).catch(() => undefined);
    }
    this.reading.delete(name);
    // As a reader does when it stops in good order.
    this.#attendedAt = undefined;
  }
}

describe('ReadingTurn', () => {
  let portal: Portal;

  beforeEach(() => {
    portal = new Portal();
  });
  afterEach(() => portal.end());

  it('begins at once when nobody reads, and is not interrupted when the lock changes hands', async () => {
    await portal.start('a');
    expect([...portal.reading]).toEqual(['a']);
    const locks = new Set<string>();
    await waitFor(async () => {
      const lock = await portal.lock();
      if (lock) locks.add(lock);
      return locks.size === 3;
    });
    expect(portal.begun).toEqual(['a']);
  });

  it('lets one replica read, and never none', async () => {
    await portal.start('a');
    await waitFor(() => portal.lock());
    await portal.start('b');
    expect([...portal.reading]).toEqual(['a']);
    const locks = new Set<string>();
    await waitFor(async () => {
      expect(portal.reading.size).toBeGreaterThan(0);
      const lock = await portal.lock();
      if (lock) locks.add(lock);
      return locks.size === 4;
    });
  });

  it('hands over when a replica stops', async () => {
    await portal.start('a');
    await portal.start('b');
    expect([...portal.reading]).toEqual(['a']);
    await portal.stop('a');
    expect(portal.reading.has('a')).toBe(false);
    await waitFor(() => portal.reading.has('b'));
  });

  it('does not wait for the lock of a replica that died', async () => {
    await portal.start('a');
    await portal.stop('a');
    await portal.lockForNobody();
    await portal.start('b');
    expect([...portal.reading]).toEqual(['b']);
  });
});
