import { KubeObject } from '../../contracts';
import { TestAnswer } from '../__testUtils__/TestClient';
import {
  applicationsPath,
  sampleApplication,
} from '../__testUtils__/sampleApplication';
import {
  startTestCluster,
  TestCluster,
} from '../__testUtils__/startTestCluster';

const ref = (name: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  namespace: 'argocd',
  name,
});

const summary = ({
  type,
  object,
}: {
  type: string;
  object: { metadata: { name: string } };
}) => `${type} ${object.metadata.name}`;

describe('WatchStreams', () => {
  let test: TestCluster;

  beforeEach(async () => {
    test = await startTestCluster({ historySize: 40, bookmarkIntervalMs: 50 });
    test.objects.create(sampleApplication('shop', { labels: { team: 'a' } }));
  });

  afterEach(() => test.cluster.stop());

  const revision = async () =>
    (await test.reader.get(applicationsPath)).body.metadata.resourceVersion;

  it('starts with what exists, unless it is told from where to go on', async () => {
    const fresh = await test.reader.watch(`${applicationsPath}?watch=1`);
    const resumed = await test.reader.watch(
      `${applicationsPath}?watch=1&resourceVersion=${await revision()}`,
    );
    test.objects.create(sampleApplication('cart'));

    expect(summary((await fresh.next())!)).toBe('ADDED shop');
    expect(summary((await fresh.next())!)).toBe('ADDED cart');
    expect(summary((await resumed.next())!)).toBe('ADDED cart');
  });

  it('tells what was missed, in order, and nothing twice', async () => {
    const from = await revision();
    test.objects.create(sampleApplication('cart'));
    test.objects.setStatus(ref('shop'), { health: { status: 'Healthy' } });
    test.objects.delete(ref('cart'));
    const watch = await test.reader.watch(
      `${applicationsPath}?watch=1&timeoutSeconds=1&resourceVersion=${from}`,
    );
    test.objects.create(sampleApplication('late'));

    const events = await watch.rest();
    expect(events.map(summary)).toEqual([
      'ADDED cart',
      'MODIFIED shop',
      'DELETED cart',
      'ADDED late',
    ]);
    const revisions = events.map(each =>
      Number(each.object.metadata.resourceVersion),
    );
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  });

  it('leaves no gap after a paged list that took its time', async () => {
    const write = (count: number) => {
      const name = `app-${count % 7}`;
      if (test.objects.get(ref(name))) test.objects.delete(ref(name));
      else test.objects.create(sampleApplication(name));
      test.objects.setStatus(ref('shop'), { health: { message: `${count}` } });
    };
    for (let count = 0; count < 5; count += 1) write(count);

    const state = new Map<string, string | undefined>();
    const keep = ({ metadata }: KubeObject) =>
      state.set(metadata.name, metadata.resourceVersion);
    let next: string | undefined = '';
    let from = '';
    for (let count = 5; next !== undefined; count += 1) {
      const { body }: TestAnswer = await test.reader.get(
        `${applicationsPath}?limit=2&continue=${next}`,
      );
      body.items.forEach(keep);
      from = body.metadata.resourceVersion;
      next = body.metadata.continue;
      write(count);
    }
    const watch = await test.reader.watch(
      `${applicationsPath}?watch=1&allowWatchBookmarks=true&resourceVersion=${from}`,
    );
    for (let count = 12; count < 20; count += 1) write(count);

    const { body: wanted } = await test.reader.get(applicationsPath);
    for (
      let event = await watch.next();
      event?.type !== 'BOOKMARK' ||
      event.object.metadata.resourceVersion !== wanted.metadata.resourceVersion;
      event = await watch.next()
    ) {
      if (!event) throw new Error('The watch has ended');
      if (event.type === 'DELETED') state.delete(event.object.metadata.name);
      else if (event.type !== 'BOOKMARK') keep(event.object);
    }
    expect([...state].sort()).toEqual(
      wanted.items.map(({ metadata }) => [
        metadata.name,
        metadata.resourceVersion,
      ]),
    );
  });

  it('sends bookmarks, one of them last, to those who want them', async () => {
    const from = await revision();
    const query = `watch=1&timeoutSeconds=1&resourceVersion=${from}`;
    const [without, withThem] = await Promise.all([
      test.reader.watch(`${applicationsPath}?${query}`),
      test.reader.watch(
        `${applicationsPath}?${query}&allowWatchBookmarks=true`,
      ),
    ]);
    test.objects.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'elsewhere' },
    });

    const events = await withThem.rest();
    expect(events.length).toBeGreaterThan(2);
    expect(new Set(events.map(each => each.type))).toEqual(
      new Set(['BOOKMARK']),
    );
    const last = events[events.length - 1];
    expect(last.object).toMatchObject({
      kind: 'Application',
      apiVersion: 'argoproj.io/v1alpha1',
    });
    expect(Number(last.object.metadata.resourceVersion)).toBe(Number(from) + 1);
    expect(await without.rest()).toEqual([]);
  });

  it('marks the end of the initial events for streaming lists', async () => {
    const watch = await test.reader.watch(
      `${applicationsPath}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    );
    expect(summary((await watch.next())!)).toBe('ADDED shop');
    expect(await watch.next()).toMatchObject({
      type: 'BOOKMARK',
      object: {
        metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
      },
    });
  });

  it('says 410 when the history does not reach back so far, or the revision is from elsewhere', async () => {
    const from = await revision();
    for (let count = 0; count < 100; count += 1) {
      test.objects.setStatus(ref('shop'), {
        health: { message: `${count}` },
      });
    }
    for (const asked of [from, '1', '999999999999']) {
      const watch = await test.reader.watch(
        `${applicationsPath}?watch=1&resourceVersion=${asked}`,
      );
      expect(await watch.rest()).toMatchObject([
        {
          type: 'ERROR',
          object: {
            kind: 'Status',
            code: 410,
            reason: 'Expired',
            message: expect.stringContaining('too old resource version'),
          },
        },
      ]);
    }
  });

  it('tells of objects that come to match a selector or cease to', async () => {
    const watch = await test.reader.watch(
      `${applicationsPath}?watch=1&labelSelector=team%3Da&timeoutSeconds=1`,
    );
    test.objects.mergePatch(ref('shop'), {
      metadata: { labels: { team: 'b' } },
    });
    test.objects.mergePatch(ref('shop'), {
      metadata: { labels: { team: 'a' } },
    });
    test.objects.create(sampleApplication('other'));

    const events = await watch.rest();
    expect(events.map(summary)).toEqual([
      'ADDED shop',
      'DELETED shop',
      'ADDED shop',
    ]);
    expect(events[1].object.metadata.labels).toEqual({ team: 'a' });
  });

  it('ends with the definition of what is watched', async () => {
    const watch = await test.admin.watch(`${applicationsPath}?watch=1`);
    await test.admin.request(
      'DELETE',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/applications.argoproj.io',
    );
    expect((await watch.rest()).map(summary)).toEqual([
      'ADDED shop',
      'DELETED shop',
    ]);
    expect((await test.admin.get(applicationsPath)).status).toBe(404);
    const { body } = await test.admin.get('/apis/argoproj.io/v1alpha1');
    expect(body.resources.map(each => each.name)).not.toContain('applications');
  });
});
