import { TestAnswer } from '../__testUtils__/TestClient';
import {
  applicationsPath,
  sampleApplication,
} from '../__testUtils__/sampleApplication';
import {
  startTestCluster,
  TestCluster,
} from '../__testUtils__/startTestCluster';

const nameOf = (object: { metadata: { name: string } }) => object.metadata.name;

describe('lists', () => {
  let test: TestCluster;

  beforeEach(async () => {
    test = await startTestCluster({ historySize: 100 });
    for (let count = 0; count < 25; count += 1) {
      test.objects.create(
        sampleApplication(`app-${String(count).padStart(2, '0')}`, {
          labels: { parity: count % 2 ? 'odd' : 'even' },
        }),
      );
    }
  });

  afterEach(() => test.cluster.stop());

  const page = (query: string) =>
    test.reader.get(`${applicationsPath}?${query}`);

  it('pages through one state, whatever happens meanwhile', async () => {
    const names: string[] = [];
    let query = 'limit=10';
    const metas: Array<TestAnswer['body']['metadata']> = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const { body } = await page(query);
      names.push(...body.items.map(nameOf));
      metas.push(body.metadata);
      next = body.metadata.continue;
      query = `limit=10&continue=${next}`;
      const ref = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
      test.objects.delete({ ...ref, namespace: 'argocd', name: names[0] });
      test.objects.create(sampleApplication(`between-${names.length}`));
      test.objects.delete({
        ...ref,
        namespace: 'argocd',
        name: `between-${names.length}`,
      });
      test.objects.create(sampleApplication(names[0]));
      test.objects.create(sampleApplication(`z-${names.length}`));
    }
    expect(names).toEqual(
      Array.from(
        { length: 25 },
        (_, index) => `app-${String(index).padStart(2, '0')}`,
      ),
    );
    expect(metas.map(meta => meta.remainingItemCount)).toEqual([
      15,
      5,
      undefined,
    ]);
    expect(new Set(metas.map(meta => meta.resourceVersion)).size).toBe(1);
  });

  it('answers 410 with a way on when the state of the first page is forgotten', async () => {
    const { body: first } = await page('limit=10');
    for (let count = 0; count < 200; count += 1) {
      test.objects.apply({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'counter' },
        data: { count: String(count) },
      });
    }
    const gone = await page(`limit=10&continue=${first.metadata.continue}`);
    expect(gone).toMatchObject({
      status: 410,
      body: { kind: 'Status', reason: 'Expired', code: 410 },
    });
    const { body: rest } = await page(
      `continue=${gone.body.metadata.continue}`,
    );
    expect(rest.items.map(nameOf)[0]).toBe('app-10');
    expect(rest.items).toHaveLength(15);
  });

  it('selects by labels and fields', async () => {
    const names = async (query: string) =>
      (await page(query)).body.items.map(nameOf);
    expect(await names('labelSelector=parity%3Dodd')).toHaveLength(12);
    expect(
      await names('labelSelector=parity%20notin%20(odd),parity&limit=3'),
    ).toEqual(['app-00', 'app-02', 'app-04']);
    expect(await names('fieldSelector=metadata.name%3Dapp-07')).toEqual([
      'app-07',
    ]);
    expect(await page('fieldSelector=spec.project%3Ddefault')).toMatchObject({
      status: 400,
      body: { reason: 'BadRequest' },
    });
    expect(await page('labelSelector=%3D%3D%3D')).toMatchObject({
      status: 400,
    });
  });

  it('goes back to an exact revision, and never ahead', async () => {
    const { body: before } = await page('');
    const { resourceVersion } = before.metadata;
    test.objects.create(sampleApplication('later'));
    const { body: exact } = await page(
      `resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`,
    );
    expect(exact).toEqual(before);
    expect(await page('resourceVersion=999999999999')).toMatchObject({
      status: 504,
      body: {
        details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
      },
    });
    expect(await page('continue=nonsense')).toMatchObject({ status: 400 });
  });

  it('comes as a table or as metadata when asked', async () => {
    const { body: table } = await test.reader.get(
      `${applicationsPath}?limit=1`,
      { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    );
    expect(table).toMatchObject({
      kind: 'Table',
      columnDefinitions: [
        { name: 'Name', format: 'name' },
        { name: 'Sync Status', priority: 0 },
        { name: 'Health Status' },
        { name: 'Revision', priority: 10 },
        { name: 'Project', priority: 10 },
      ],
      rows: [
        {
          cells: ['app-00', null, null, null, 'default'],
          object: { kind: 'PartialObjectMetadata' },
        },
      ],
    });
    const { body: metadata } = await test.reader.get(
      `${applicationsPath}?limit=1`,
      {
        accept:
          'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
      },
    );
    expect(metadata.kind).toBe('PartialObjectMetadataList');
    expect(metadata.items[0]).not.toHaveProperty('spec');
  });

  it('lists 2,000 Applications in pages of 500', async () => {
    const resources = Array.from({ length: 10 }, (_, index) => ({
      kind: 'Deployment',
      name: `resource-${index}`,
      namespace: 'shop',
      status: 'Synced',
      version: 'v1',
      group: 'apps',
    }));
    for (let count = 25; count < 2000; count += 1) {
      test.objects.create({
        ...sampleApplication(`app-${count}`),
        status: { sync: { status: 'Synced' }, resources },
      });
    }
    let total = 0;
    let pages = 0;
    let next = '';
    do {
      const { body } = await page(`limit=500&continue=${next}`);
      total += body.items.length;
      pages += 1;
      next = body.metadata.continue ?? '';
    } while (next);
    expect({ total, pages }).toEqual({ total: 2000, pages: 4 });
  });
});
