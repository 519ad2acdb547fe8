import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import {
  ManagedStage,
  ManagedStages,
  targetIdOf,
} from '@fairlead/backstage-plugin-gitops-common';
import { testDatabases } from '../__testUtils__/testDatabases';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { openDatabase } from './openDatabase';
import { StagesStore } from './StagesStore';
import { TargetSourcesStore } from './TargetSourcesStore';
import { TargetsStore } from './TargetsStore';

const databases = testDatabases();
jest.setTimeout(60_000);

const source = { cluster: 'hub', resource: 'stages.kargo.akuity.io' };
const applications = { cluster: 'hub', resource: 'applications.argoproj.io' };

function stage(name: string, apps: string[] = []): ManagedStage {
  return {
    name,
    after: [],
    direct: true,
    controlFlow: false,
    candidates: [],
    health: { status: 'Healthy' },
    gates: [],
    automatic: false,
    holds: [],
    targets: apps.map(app => ({ namespace: 'argocd', name: app })),
    actions: ['promote'],
  };
}

function stagesOf(
  name: string,
  options: { pipeline?: string; stages: ManagedStage[] },
): ManagedStages {
  return {
    system: 'kargo',
    object: {
      cluster: 'hub',
      apiVersion: 'kargo.akuity.io/v1alpha1',
      kind: 'Stage',
      namespace: options.pipeline ?? 'shop',
      name,
    },
    pipeline: options.pipeline ?? 'shop',
    stages: options.stages,
  };
}

async function open(id: TestDatabaseId) {
  const knex = await databases.init(id);
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  const sources = TargetSourcesStore.create({ database: knex });
  await sources.ensure({ ...source, kind: 'Stage' });
  const targets = TargetsStore.create({ database: knex, sources });
  const store = StagesStore.create({ database: knex, sources });
  const put = (...all: ManagedStages[]) =>
    store.write({
      objects: new Map(
        all.map(status => [
          targetIdOf(status.object),
          { type: 'put', source, status },
        ]),
      ),
      positions: [],
    });
  const deploy = async (name: string, stages: string[] = []) => {
    const target = storedTarget({ name });
    const stageRefs = stages.map(each => {
      const [pipeline, stageName] = each.split(':');
      return { system: 'kargo', pipeline, stage: stageName };
    });
    await targets.write({
      targets: new Map([
        [
          target.id,
          {
            type: 'put',
            source: applications,
            status: { ...target.status, stageRefs },
          },
        ],
      ]),
      positions: [],
    });
    return target.id;
  };
  const found = async (...ids: string[]) =>
    (await store.of(ids)).map(each => ({
      stage: each.stage.name,
      targets: each.targets,
    }));
  return { sources, store, put, deploy, found };
}

describe.each(databases.eachSupportedId())('StagesStore on %s', id => {
  it('links stages and targets, whichever of them names the other', async () => {
    const { put, deploy, found } = await open(id);
    const dev = await deploy('orders-dev');
    const prod = await deploy('orders-prod', ['shop:prod', 'shop:gone']);
    const other = await deploy('web', ['elsewhere:prod']);
    await put(
      stagesOf('dev', { stages: [stage('dev', ['orders-dev'])] }),
      stagesOf('prod', { stages: [stage('prod', ['orders-prod'])] }),
      stagesOf('gate', { stages: [stage('gate')] }),
    );
    expect(await found(dev, prod, other)).toEqual([
      { stage: 'dev', targets: [dev] },
      { stage: 'prod', targets: [prod] },
    ]);
    expect(await found(other)).toEqual([]);
    expect(await found()).toEqual([]);
  });

  it('says which targets look different', async () => {
    const { put, deploy, store } = await open(id);
    const a = await deploy('a');
    const b = await deploy('b', ['shop:all']);
    const all = stagesOf('all', { stages: [stage('all', ['a'])] });
    expect((await put(all)).sort()).toEqual([a, b].sort());
    expect(await put(all)).toEqual([]);
    expect((await put({ ...all, stages: [stage('all')] })).sort()).toEqual(
      [a, b].sort(),
    );
    expect(await store.removeUnseen(source, new Set())).toEqual([b]);
    expect(await store.of([a, b])).toEqual([]);
  });

  it('says that what is shown may be old', async () => {
    const { put, deploy, store, sources } = await open(id);
    const a = await deploy('a');
    await put(stagesOf('all', { stages: [stage('all', ['a'])] }));
    await sources.report(source, {
      state: 'failing',
      since: '2026-10-01T00:00:00.000Z',
      problem: { message: 'hub is down', fault: 'network' },
    });
    expect(await store.of([a])).toMatchObject([
      { object: { stale: expect.stringContaining('hub is down') } },
    ]);
  });
});
