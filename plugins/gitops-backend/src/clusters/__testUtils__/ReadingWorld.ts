import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { SignalPayload } from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import {
  ClusterOptions,
  FaultList,
  RunningCluster,
  startCluster,
} from '@fairlead/sandbox';
import knexFactory, { Knex } from 'knex';
import { readGitopsConfig } from '../../config';
import { openDatabase } from '../../store/openDatabase';
import { StoredTarget } from '../../targets/StoredTarget';
import { Reading, startReading, StartReadingOptions } from '../startReading';
import { testEngine } from './testEngine';
import { waitFor } from './waitFor';

const applicationsPath = '/apis/argoproj.io/v1alpha1/applications';

/** Everything that takes seconds or minutes, in milliseconds. */
const quick = {
  watchMs: 1_000,
  slackMs: 500,
  requestMs: 400,
  relistMs: 60_000,
  absentMs: 50,
  firstRetryMs: 10,
  longestRetryMs: 50,
  attendMs: 50,
};

/** A cluster of the sandbox, and a portal that reads it. */
export class ReadingWorld {
  readonly logger = mockServices.logger.mock();
  readonly signals = { publish: jest.fn(async (_: SignalPayload) => {}) };
  readonly #directory = mkdtempSync(join(tmpdir(), 'reading-'));
  readonly #requests: string[] = [];
  #reading: Reading | undefined;

  static async create(options: Partial<ClusterOptions> = {}) {
    const faults = FaultList.create();
    const cluster = await startCluster({
      name: 'one',
      port: 0,
      faults,
      tokens: [
        { token: 'reader-token', role: 'reader', user: 'reader' },
        { token: 'writer-token', role: 'writer', user: 'writer' },
      ],
      ...options,
    });
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    await openDatabase(
      mockServices.database.mock({ getClient: async () => knex }),
    );
    return new ReadingWorld(cluster, faults, knex);
  }

  private constructor(
    readonly cluster: RunningCluster,
    readonly faults: FaultList,
    readonly knex: Knex,
  ) {
    this.setToken('reader-token');
    const take = faults.take.bind(faults);
    jest.spyOn(faults, 'take').mockImplementation(request => {
      if (request.path?.startsWith(applicationsPath)) {
        this.#requests.push(request.path);
      }
      return take(request);
    });
  }

  get tokenFile(): string {
    return join(this.#directory, 'token');
  }

  /** So many lists were asked for, in so many pages. */
  get listedPages(): number {
    return this.#requests.filter(path => !path.includes('watch=true')).length;
  }

  setToken(token: string): void {
    writeFileSync(this.tokenFile, token);
  }

  async read(
    options: {
      gitops?: JsonObject;
      timing?: StartReadingOptions['timing'];
      engines?: StartReadingOptions['engines'];
      controllers?: StartReadingOptions['controllers'];
    } = {},
  ): Promise<Reading> {
    const config = readGitopsConfig(
      new ConfigReader({
        gitops: { clusters: [this.clusterConfig()], ...options.gitops },
      }),
    );
    this.#reading = await startReading({
      config,
      engines: options.engines ?? [testEngine],
      controllers: options.controllers,
      knex: this.knex,
      scheduler: mockServices.scheduler.mock(),
      signals: this.signals,
      logger: this.logger,
      timing: { ...quick, ...options.timing },
    });
    return this.#reading;
  }

  clusterConfig(): JsonObject {
    const { name, url, caData } = this.cluster;
    return { name, url, caData, tokenFile: this.tokenFile };
  }

  get reading(): Reading {
    if (!this.#reading) throw new Error('Nothing is read yet');
    return this.#reading;
  }

  create(name: string, labels: Record<string, string> = {}) {
    return this.cluster.objects.create({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd', labels },
      spec: {
        project: 'default',
        source: {
          repoURL: 'https://example.com/acme/gitops.git',
          path: 'apps/orders',
          targetRevision: 'main',
        },
        destination: {
          server: 'https://kubernetes.default.svc',
          namespace: 'orders',
        },
      },
    });
  }

  patch(name: string, patch: object) {
    return this.cluster.objects.mergePatch(this.#ref(name), patch);
  }

  setHealth(name: string, status: string) {
    return this.cluster.objects.setStatus(this.#ref(name), {
      health: { status },
    });
  }

  delete(name: string) {
    this.cluster.objects.delete(this.#ref(name));
  }

  /** Resolves when a target is as it should be. */
  async target(
    name: string,
    test: (target: StoredTarget) => boolean = () => true,
  ): Promise<StoredTarget> {
    return waitFor(async () => {
      const [found] = await this.reading.targets.find([{ name }]);
      return found && test(found) && found;
    });
  }

  /** Resolves when the targets are these, by name. */
  async targets(names: string[]): Promise<void> {
    await waitFor(async () => {
      const all = await this.reading.targets.all();
      const found = all.map(({ status }) => status.object.name);
      return JSON.stringify(found) === JSON.stringify(names);
    });
  }

  /** Resolves with the first problem for which the test holds. */
  async problem(fault: string) {
    return waitFor(async () => {
      const problems = await this.reading.targets.problems();
      return problems.find(problem => problem.fault === fault);
    });
  }

  /** Resolves when there are no problems. */
  async recovered(): Promise<void> {
    await waitFor(
      async () => (await this.reading.targets.problems()).length === 0,
    );
  }

  async end(): Promise<void> {
    await this.#reading?.stop();
    await this.cluster.stop();
    await this.knex.destroy();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #ref(name: string) {
    return {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      namespace: 'argocd',
      name,
    };
  }
}
