import {
  applicationsPath,
  sampleApplication,
} from './__testUtils__/sampleApplication';
import {
  startTestCluster,
  TestCluster,
} from './__testUtils__/startTestCluster';

const surface = 'cluster:one' as const;

describe('faults of a cluster', () => {
  let test: TestCluster;

  beforeEach(async () => {
    test = await startTestCluster();
    test.objects.create(sampleApplication('shop'));
  });

  afterEach(async () => {
    test.faults.clear();
    await test.cluster.stop();
  });

  const outcome = () =>
    test.reader.get(applicationsPath).then(
      answer => answer.status,
      error => error.code,
    );

  /** Waits for what a fault changes in its own time. */
  async function eventually<T>(read: () => Promise<T>, wanted: T) {
    for (let got = await read(); got !== wanted;) {
      await new Promise(resolve => setTimeout(resolve, 5));
      got = await read();
    }
  }

  it('answers with a Status instead, so often as it was asked for', async () => {
    test.faults.add({
      surface,
      times: 1,
      path: 'applications',
      fault: { type: 'status', status: 401 },
    });
    test.faults.add({
      surface: 'cluster:other',
      fault: { type: 'status', status: 500 },
    });
    expect((await test.reader.get('/version')).status).toBe(200);
    expect(await test.reader.get(applicationsPath)).toMatchObject({
      status: 401,
      body: { kind: 'Status', reason: 'Unauthorized', code: 401 },
    });
    expect(await outcome()).toBe(200);
  });

  it('cuts connections before or after the effect', async () => {
    const { admin, faults } = test;
    const path = `${applicationsPath}/shop`;
    const patch = (project: string) => admin.patch(path, { spec: { project } });
    const project = async () => (await admin.get(path)).body.spec.project;

    for (const when of ['before', 'after'] as const) {
      faults.add({
        surface,
        method: 'PATCH',
        times: 1,
        fault: { type: 'cut', when },
      });
      await expect(patch(when)).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect(await project()).toBe(when === 'before' ? 'default' : 'after');
    }
  });

  it('is gone while it is down, and comes back on the same port', async () => {
    const watch = await test.reader.watch(`${applicationsPath}?watch=1`);
    await watch.next();
    const { url } = test.cluster;
    const { id } = test.faults.add({ surface, fault: { type: 'down' } });
    await expect(watch.next()).rejects.toThrow('aborted');
    expect(await outcome()).toBe('ECONNREFUSED');

    test.faults.remove(id);
    await eventually(outcome, 200);
    expect(test.cluster.url).toBe(url);
  });

  it('hangs', async () => {
    const { id } = test.faults.add({ surface, fault: { type: 'hang' } });
    const first = await Promise.race([
      outcome(),
      new Promise(resolve => setTimeout(() => resolve('silence'), 200)),
    ]);
    expect(first).toBe('silence');
    test.faults.remove(id);
    expect(await outcome()).toBe(200);
  });

  it('loses an event, and nothing else tells the watcher', async () => {
    const { body } = await test.reader.get(applicationsPath);
    const watch = await test.reader.watch(
      `${applicationsPath}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
    );
    test.faults.add({
      surface,
      times: 1,
      fault: { type: 'lose-watch-event' },
    });
    test.objects.create(sampleApplication('lost'));
    test.objects.create(sampleApplication('told'));
    expect(await watch.next()).toMatchObject({
      type: 'ADDED',
      object: { metadata: { name: 'told' } },
    });
    expect((await test.reader.get(`${applicationsPath}/lost`)).status).toBe(
      200,
    );
  });

  it('ends the watches that run, once', async () => {
    const applications = await test.reader.watch(`${applicationsPath}?watch=1`);
    const pods = await test.reader.watch('/api/v1/pods?watch=1');
    test.faults.add({
      surface,
      path: 'applications',
      fault: { type: 'end-watches' },
    });
    expect((await applications.rest()).map(each => each.type)).toEqual([
      'ADDED',
    ]);
    expect(test.faults.list()).toEqual([]);

    const again = await test.reader.watch(`${applicationsPath}?watch=1`);
    expect((await again.next())?.type).toBe('ADDED');
    test.objects.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'still', namespace: 'default' },
    });
    expect((await pods.next())?.object.metadata.name).toBe('still');
  });

  it('expires the watches that run and every revision before', async () => {
    const { body } = await test.reader.get(`${applicationsPath}?limit=1`);
    const { resourceVersion } = body.metadata;
    const watch = await test.reader.watch(
      `${applicationsPath}?watch=1&resourceVersion=${resourceVersion}`,
    );
    test.faults.add({ surface, fault: { type: 'expire-watches' } });
    const gone = { type: 'ERROR', object: { code: 410, reason: 'Expired' } };
    expect(await watch.rest()).toMatchObject([gone]);

    const resumed = await test.reader.watch(
      `${applicationsPath}?watch=1&resourceVersion=${resourceVersion}`,
    );
    expect(await resumed.rest()).toMatchObject([gone]);
    const { body: fresh } = await test.reader.get(applicationsPath);
    const after = await test.reader.watch(
      `${applicationsPath}?watch=1&timeoutSeconds=1&resourceVersion=${fresh.metadata.resourceVersion}`,
    );
    expect(await after.rest()).toEqual([]);
  });
});
