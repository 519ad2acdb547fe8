import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { testDatabases } from '../__testUtils__/testDatabases';
import { normalizeGitUrl } from '../forges/gitUrl';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { openDatabase } from '../store/openDatabase';
import { StoredTarget, TargetsChange } from '../targets/StoredTarget';
import { pipelineConfig } from './__testUtils__/pipelineConfig';
import { PipelineFileReader } from './PipelineFileReader';
import { PipelineRefresh } from './PipelineRefresh';
import { PipelinesStore } from './PipelinesStore';
import { PipelineConfig } from './resolvePipeline';
import { StoredPipelines } from './StoredPipelines';

const databases = testDatabases();
jest.setTimeout(60_000);

const repoUrl = 'https://github.com/acme/gitops';
const file = 'apps/orders/fairlead.yaml';
const entityRef = 'component:default/orders';

function targetsOf(service: string): StoredTarget[] {
  return ['dev', 'staging'].map(environment => {
    const target = storedTarget({
      name: `${service}-${environment}`,
      environment,
    });
    const [source] = target.status.sources;
    const path = `apps/${service}/overlays/${environment}`;
    return {
      ...target,
      status: { ...target.status, sources: [{ ...source, path }] },
    };
  });
}

async function setUp(
  id: TestDatabaseId,
  options: { files?: Record<string, string> } = {},
) {
  const knex = await databases.init(id);
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  const forge = new FakeForge();
  const repository = forge.createRepository({ repoUrl, files: options.files });
  const forges = {
    forRepository: (url: string) =>
      normalizeGitUrl(url) === repoUrl ? forge : undefined,
    normalize: normalizeGitUrl,
  };
  const annotations = new Map<string, string>();
  const logger = mockServices.logger.mock();
  const store = PipelinesStore.create({ knex });
  const reader = PipelineFileReader.create({
    fileNames: ['fairlead.yaml', 'fairlead.yml'],
    forges,
    logger,
  });
  const make = (config: PipelineConfig) =>
    StoredPipelines.create({
      config,
      entities: { annotationOf: async ref => annotations.get(ref) },
      forges,
      reader,
      store,
    });
  const pipelines = make(pipelineConfig());
  const service = { entityRef, targets: targetsOf('orders') };
  const requests = () => forge.calls.length;
  return {
    annotations,
    forge,
    forges,
    logger,
    make,
    pipelines,
    reader,
    repository,
    requests,
    service,
    store,
    of: () => pipelines.of(service),
    fresh: () => pipelines.fresh(service),
    /** Null deletes. */
    push: (files: Record<string, string | null>) =>
      repository.commit({
        parents: [repository.commitOf('main').sha],
        files: new Map(Object.entries(files)),
        message: 'A change',
        branch: 'main',
      }),
  };
}

const soak = (minutes: number) => `policy: { gates: { soak: ${minutes}m } }\n`;
const soakOf = (pipeline: { policies: Array<{ gates: { soakMs: number } }> }) =>
  pipeline.policies[0].gates.soakMs / 60_000;

describe.each(databases.eachSupportedId())('stored pipelines on %s', id => {
  it('are those of the config until a file was read, with one request', async () => {
    const { of, fresh, requests, repository } = await setUp(id, {
      files: { [file]: soak(5), 'fairlead.yaml': soak(7) },
    });
    expect(await of()).toMatchObject({ entityRef, problems: [] });
    expect(soakOf(await of())).toBe(0);
    expect(requests()).toBe(0);

    const read = await fresh();
    const { sha } = repository.commitOf('main');
    expect(soakOf(read)).toBe(5);
    expect(read.file).toEqual({
      repoUrl,
      path: file,
      sha,
      url: expect.stringMatching(new RegExp(`/blob/${sha}/${file}$`)),
    });
    expect(requests()).toBe(1);
    expect(await of()).toEqual(read);
    expect(requests()).toBe(1);
  });

  it('keep the last good content while the file has mistakes, and show where', async () => {
    const { fresh, of, push, repository } = await setUp(id);
    expect((await fresh()).file).toBeUndefined();

    const bad = push({ [file]: 'policy:\n  lane: faster\n' });
    expect(await fresh()).toMatchObject({
      problems: [
        {
          message: 'policy.lane must be one of supersede, queue, reject.',
          file,
          line: 2,
          column: 9,
          url: expect.stringMatching(`${bad.sha}/${file}#L2$`),
        },
      ],
    });
    expect((await of()).file).toBeUndefined();

    const good = push({ [file]: soak(5) });
    expect(await fresh()).toMatchObject({
      file: { sha: good.sha },
      problems: [],
    });
    push({ [file]: 'environments: [dev, qa]\n' });
    expect(soakOf(await fresh())).toBe(5);
    expect(await of()).toMatchObject({
      file: { sha: good.sha },
      problems: [{ line: 1, column: 21 }],
    });

    push({ [file]: soak(5), 'README.md': 'Unrelated' });
    expect(await fresh()).toMatchObject({
      file: { sha: good.sha },
      problems: [],
    });
    push({ [file]: null, 'apps/fairlead.yml': soak(9) });
    expect(soakOf(await fresh())).toBe(9);
    push({ 'apps/fairlead.yml': null });
    expect((await fresh()).file).toBeUndefined();
    expect(soakOf(await of())).toBe(0);
    expect(repository.branches.size).toBe(1);
  });

  it('keep what was stored when the forge does not answer or refuses the file', async () => {
    const { fresh, forge, logger, pipelines, service, push } = await setUp(id, {
      files: { [file]: soak(5) },
    });
    await fresh();
    push({ [file]: soak(6) });
    forge.failNext('readTree', {
      error: new ServiceUnavailableError('GitHub does not answer'),
    });
    expect(soakOf(await fresh())).toBe(5);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('GitHub does not answer'),
    );
    expect(soakOf(await pipelines.fresh({ ...service, targets: [] }))).toBe(5);
    expect(soakOf(await fresh())).toBe(6);

    const unreadable = jest
      .spyOn(forge, 'readTree')
      .mockImplementation(async ({ files }) => {
        if (files.includes(file)) throw new InputError('is binary');
        return { commitSha: 'f'.repeat(40), files: [], paths: [] };
      });
    expect(soakOf(await fresh())).toBe(6);
    unreadable.mockRestore();
  });

  it('follow the portal’s config, whatever was good before', async () => {
    const { fresh, make, service } = await setUp(id, {
      files: { [file]: `environments: [dev, prod-eu]\n${soak(5)}` },
    });
    expect((await fresh()).problems).toEqual([]);
    const later = make(
      pipelineConfig({ environments: [{ name: 'dev' }, { name: 'prod' }] }),
    );
    const pipeline = await later.of(service);
    expect(pipeline.environments.map(({ name }) => name)).toEqual([
      'dev',
      'prod',
    ]);
    expect(soakOf(pipeline)).toBe(5);
    expect(pipeline.problems).toMatchObject([
      { line: 1, column: 21, message: expect.stringContaining('"prod-eu"') },
    ]);
  });

  it('are read where the entity says', async () => {
    const { annotations, fresh } = await setUp(id, {
      files: { [file]: soak(5), 'pipelines/orders.yaml': soak(6) },
    });
    annotations.set(entityRef, '/pipelines/orders.yaml');
    expect(await fresh()).toMatchObject({
      file: { path: 'pipelines/orders.yaml' },
    });
  });

  it('are read for many services with few requests', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `service-${index}`);
    const { pipelines, requests } = await setUp(id, {
      files: Object.fromEntries(
        names.map((name, index) => [`apps/${name}/fairlead.yaml`, soak(index)]),
      ),
    });
    const services = names.map(name => ({
      entityRef: `component:default/${name}`,
      targets: targetsOf(name),
    }));
    expect(await pipelines.refresh(services)).toHaveLength(120);
    // Two names in three folders of each, and in two that all share.
    expect(requests()).toBe(Math.ceil((120 * 2 * 2 + 4) / 100));
    expect(soakOf(await pipelines.of(services[119]))).toBe(119);
    expect(await pipelines.refresh(services)).toEqual([]);
  });

  describe('in the background', () => {
    async function started(files: Record<string, string> = {}) {
      const world = await setUp(id, { files });
      const events: EventsService = mockServices.events();
      const tasks = new Map<string, () => Promise<void>>();
      const listeners: Array<(change: TargetsChange) => void> = [];
      const different: string[][] = [];
      const entity: Entity = {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'orders' },
      };
      const refresh = await PipelineRefresh.start({
        ...world,
        directory: {
          all: async () => ({
            services: [
              {
                ...world.service,
                entity,
                selection: { conditions: [], problems: [], annotated: true },
              },
            ],
            targets: world.service.targets,
          }),
        },
        events,
        gatherMs: 1,
        onChange: refs => different.push(refs),
        scheduler: mockServices.scheduler.mock({
          scheduleTask: async ({ id: task, fn }) => {
            tasks.set(task, async () => fn(new AbortController().signal));
          },
        }),
        targets: {
          onChange: listener => {
            listeners.push(listener);
            return () => listeners.splice(listeners.indexOf(listener), 1);
          },
        },
      });
      return {
        ...world,
        different,
        listeners,
        refresh,
        run: async () => tasks.get('pipelines-refresh')?.(),
        findNew: async () => tasks.get('pipelines-of-new-services')?.(),
        webhook: (payload: object) =>
          events.publish({
            topic: 'github.push',
            eventPayload: {
              ref: 'refs/heads/main',
              repository: { html_url: repoUrl, default_branch: 'main' },
              ...payload,
            },
          }),
      };
    }

    it('are read again by a timer, and what is different is told', async () => {
      const { different, of, push, refresh, run } = await started({
        [file]: soak(1),
      });
      await run();
      expect(soakOf(await of())).toBe(1);
      await run();
      push({ [file]: soak(2) });
      await run();
      expect(soakOf(await of())).toBe(2);
      expect(different).toEqual([[entityRef], [entityRef]]);
      await refresh.stop();
      push({ [file]: soak(3) });
      await run();
      expect(soakOf(await of())).toBe(2);
    });

    it('are read again when a push touches the file, and only then', async () => {
      const { of, push, refresh, requests, run, webhook } = await started({
        [file]: soak(1),
      });
      await run();
      const before = requests();
      push({ [file]: soak(2) });
      const touching = { commits: [{ modified: [file] }] };
      await webhook({ commits: [{ added: ['README.md'], modified: [] }] });
      await webhook({ ...touching, ref: 'refs/heads/fairlead/orders' });
      await webhook({
        ...touching,
        repository: {
          html_url: 'https://github.com/acme/other',
          default_branch: 'main',
        },
      });
      await webhook({ repository: 'nonsense' });
      expect(requests()).toBe(before);
      expect(soakOf(await of())).toBe(1);

      await webhook(touching);
      expect(soakOf(await of())).toBe(2);
      push({ [file]: soak(3) });
      await webhook({ forced: true, commits: [] });
      expect(soakOf(await of())).toBe(3);
      await refresh.stop();
    });

    it('are read when a service appears, and not again when it grows', async () => {
      const { different, listeners, of, refresh, requests } = await started({
        [file]: soak(1),
      });
      const change = { changed: [], removed: [], clusters: [] };
      listeners[0]({ ...change, added: [] });
      listeners[0]({ ...change, added: ['a'] });
      listeners[0]({ ...change, added: ['b'] });
      while (different.length === 0) await new Promise(setImmediate);
      expect(soakOf(await of())).toBe(1);
      expect(requests()).toBe(1);
      await refresh.stop();
      expect(listeners).toEqual([]);
    });

    it('are read when the catalog comes to know a service, and not again', async () => {
      const { findNew, of, push, refresh, requests } = await started({
        [file]: soak(1),
      });
      await findNew();
      expect(soakOf(await of())).toBe(1);
      const before = requests();
      push({ [file]: soak(2) });
      await findNew();
      expect(requests()).toBe(before);
      await refresh.stop();
    });

    it('go on after a failure', async () => {
      const { forge, of, logger, run, refresh } = await started({
        [file]: soak(1),
      });
      forge.failNext('readTree', { error: new Error('no network') });
      await run();
      expect(logger.warn).toHaveBeenCalledTimes(1);
      await run();
      expect(soakOf(await of())).toBe(1);
      await refresh.stop();
    });
  });
});
