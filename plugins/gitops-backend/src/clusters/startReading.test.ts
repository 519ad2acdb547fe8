import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gitopsSignalSchema } from '@fairlead/backstage-plugin-gitops-common';
import { parse } from 'yaml';
import { ReadingWorld } from './__testUtils__/ReadingWorld';
import { waitFor } from './__testUtils__/waitFor';

jest.setTimeout(60_000);

describe('startReading', () => {
  let world: ReadingWorld;

  async function start(
    ...args: Parameters<typeof ReadingWorld.create>
  ): Promise<ReadingWorld> {
    world = await ReadingWorld.create(...args);
    return world;
  }

  afterEach(() => world.end());

  it('lists what is there and follows what changes, within a second', async () => {
    await start();
    world.create('a', { 'fairlead/environment': 'dev' });
    await world.read();
    const a = await world.target('a');
    expect(a).toMatchObject({
      id: 'one:argoproj.io:application:argocd:a',
      environment: 'dev',
      status: { health: { status: 'Unknown' } },
    });

    world.create('b');
    await world.targets(['a', 'b']);
    // Until the signals of what was there at the start are through.
    await waitFor(() =>
      JSON.stringify(world.signals.publish.mock.calls).includes('argocd:b"'),
    );

    const changes: unknown[] = [];
    world.reading.targets.onChange(change => changes.push(change));
    world.signals.publish.mockClear();
    const before = Date.now();
    world.setHealth('a', 'Healthy');
    const [published] = await waitFor(
      () => world.signals.publish.mock.calls[0],
    );
    expect(Date.now() - before).toBeLessThan(1000);
    expect(published).toMatchObject({
      channel: 'gitops',
      recipients: { type: 'broadcast' },
      message: { type: 'targets', targetIds: [a.id], added: false },
    });
    expect(changes).toEqual([
      { changed: [a.id], added: [], removed: [], clusters: [] },
    ]);
    await world.target('a', each => each.status.health.status === 'Healthy');

    world.delete('a');
    await world.targets(['b']);
    expect(world.listedPages).toBe(1);
  });

  it('goes on where watches ended, without listing again', async () => {
    await start();
    world.create('a');
    await world.read();
    await world.target('a');
    for (const name of ['b', 'c', 'd']) {
      world.faults.add({
        surface: 'cluster:one',
        fault: { type: 'end-watches' },
      });
      world.create(name);
      await world.target(name);
    }
    expect(world.listedPages).toBe(1);
    expect(await world.reading.targets.problems()).toEqual([]);
    expect(world.logger.warn).not.toHaveBeenCalled();
  });

  it('lists again when its place in the history is gone, and drops what is gone too', async () => {
    await start();
    world.create('a');
    world.create('b');
    await world.read();
    await world.targets(['a', 'b']);
    world.faults.add({
      surface: 'cluster:one',
      times: 3,
      path: 'watch=true',
      fault: { type: 'status', status: 500 },
    });
    world.faults.add({
      surface: 'cluster:one',
      fault: { type: 'end-watches' },
    });
    world.delete('a');
    world.create('c');
    world.faults.add({
      surface: 'cluster:one',
      fault: { type: 'expire-watches' },
    });
    await world.targets(['b', 'c']);
    await world.recovered();
    expect(world.listedPages).toBe(2);
  });

  it('finds what a watch did not tell when it lists the next time', async () => {
    await start();
    world.create('a');
    world.create('b');
    await world.read({ timing: { relistMs: 1_500 } });
    await world.targets(['a', 'b']);
    world.faults.add({
      surface: 'cluster:one',
      times: 2,
      fault: { type: 'lose-watch-event' },
    });
    world.setHealth('a', 'Degraded');
    world.delete('b');
    await world.targets(['a']);
    const { status } = await world.target(
      'a',
      each => each.status.health.status !== 'Unknown',
    );
    expect(status.health.status).toBe('Degraded');
  });

  it('says that credentials are refused, and goes on with new ones', async () => {
    await start();
    world.create('a');
    world.setToken('expired-token');
    await world.read();
    expect(await world.problem('credentials')).toMatchObject({
      cluster: 'one',
      kind: 'Application',
      message: "The cluster one refused the portal's credentials",
      remedy: expect.stringContaining('create a new one'),
    });
    world.setToken('reader-token');
    await world.target('a');
    await world.recovered();
  });

  it('says which right is missing', async () => {
    await start();
    world.faults.add({
      surface: 'cluster:one',
      path: 'applications',
      fault: { type: 'status', status: 403 },
    });
    await world.read();
    expect(await world.problem('credentials')).toMatchObject({
      message:
        'The portal may not read applications.argoproj.io on the cluster one',
      remedy: expect.stringContaining(
        'get, list and watch on applications.argoproj.io',
      ),
    });
  });

  it('keeps the targets of a cluster that is gone, marked, until it is back', async () => {
    await start();
    world.create('a');
    const start1 = new Date().toISOString();
    await world.read();
    await world.target('a');
    world.signals.publish.mockClear();

    const down = world.faults.add({
      surface: 'cluster:one',
      fault: { type: 'down' },
    });
    // The last connection may still be accepted, and cut.
    const { unreachable } = await world.target('a', each =>
      Boolean(
        each.unreachable?.message.includes("The cluster one can't be reached"),
      ),
    );
    expect(unreachable).toMatchObject({
      since: expect.any(String),
      fault: 'network',
    });
    expect(unreachable!.since > start1).toBe(true);
    const message = await waitFor(() =>
      world.signals.publish.mock.calls
        .flat()
        .map(({ message: each }) => gitopsSignalSchema.parse(each))
        .find(({ type }) => type === 'sources'),
    );
    expect(message).toEqual({ type: 'sources', clusters: ['one'] });

    world.faults.remove(down.id);
    await world.target('a', each => !each.unreachable);
    world.create('b');
    await world.targets(['a', 'b']);
    const logged = world.logger.warn.mock.calls.map(([text]) => text);
    expect(logged).toContain(
      `${unreachable?.message}. See whether its API server runs, and whether the portal may connect to it.`,
    );
    expect(logged.join()).not.toContain('reader-token');
  });

  it('notices a cluster that accepts requests and never answers', async () => {
    await start();
    world.create('a');
    const hang = world.faults.add({
      surface: 'cluster:one',
      fault: { type: 'hang' },
    });
    await world.read();
    expect(await world.problem('cluster')).toMatchObject({
      message: expect.stringMatching(
        /^The cluster one does not answer: no answer for/,
      ),
    });
    world.faults.remove(hang.id);
    await world.target('a');
    await world.recovered();
  });

  it('takes a missing kind for an engine that is not installed, until it is', async () => {
    await start({ crds: [] });
    await world.read();
    await waitFor(() => world.logger.info.mock.calls.length > 0);
    expect(world.logger.info).toHaveBeenCalledWith(
      'Argo CD is not installed on one',
    );
    expect(await world.reading.targets.problems()).toEqual([]);

    const sandbox = dirname(require.resolve('@fairlead/sandbox/package.json'));
    world.cluster.objects.create(
      parse(
        readFileSync(
          join(sandbox, 'crds/argoproj.io_Application.yaml'),
          'utf8',
        ),
        { maxAliasCount: -1 },
      ),
    );
    world.create('a');
    await world.target('a');
  });

  it('is not deceived by a server that is no Kubernetes API', async () => {
    await start();
    world.create('a');
    await world.read();
    await world.target('a');
    world.faults.add({
      surface: 'cluster:one',
      fault: { type: 'status', status: 404, body: 'nothing here' },
    });
    world.faults.add({
      surface: 'cluster:one',
      fault: { type: 'end-watches' },
    });
    expect(await world.problem('config')).toMatchObject({
      message: expect.stringContaining('is not a Kubernetes API'),
    });
    await world.targets(['a']);
  });

  it('keeps the last status of an object that it does not understand, and says so once', async () => {
    await start();
    world.create('a');
    world.create('b');
    await world.read();
    await world.targets(['a', 'b']);
    for (const colour of ['red', 'blue']) {
      world.patch('a', { metadata: { labels: { malformed: colour } } });
    }
    const { status } = await world.target('a', each =>
      Boolean(each.status.stale),
    );
    expect(status.stale).toBe(
      'What is shown is the last that could be understood. Not an Argo CD Application: spec is odd',
    );
    world.create('c');
    await world.targets(['a', 'b', 'c']);
    expect(world.logger.warn.mock.calls).toEqual([
      [
        "Argo CD can't be understood at one:argoproj.io:application:argocd:a: Not an Argo CD Application: spec is odd",
      ],
    ]);
    world.patch('a', { metadata: { labels: { malformed: null } } });
    await world.target('a', each => !each.status.stale);
  });

  it('brings what is stored in line with the config at its start', async () => {
    await start();
    world.create('orders-prod');
    await world.read();
    await world.target('orders-prod', each => each.environment === 'prod');
    await world.reading.stop();

    await world.read({ gitops: { environments: [{ name: 'live' }] } });
    const [target] = await world.reading.targets.all();
    expect(target.environment).toBeUndefined();
    await world.reading.stop();

    await world.read({ gitops: { clusters: [] } });
    expect(await world.reading.targets.all()).toEqual([]);
    expect(world.logger.info).toHaveBeenCalledWith(
      'applications.argoproj.io on one is no longer configured: forgot 1 targets',
    );
  });

  it('shows why a cluster is not even tried', async () => {
    await start();
    await world.read({ gitops: { clusters: [{ name: 'two' }] } });
    expect(await world.problem('config')).toMatchObject({
      cluster: 'two',
      message: expect.stringContaining('has no url in the config'),
      remedy: expect.stringContaining('gitops.clusters[].url'),
    });
  });

  it('reads thousands of objects in pages', async () => {
    await start();
    for (let index = 0; index < 2000; index += 1) world.create(`app-${index}`);
    await world.read({ timing: { requestMs: 20_000 } });
    await waitFor(
      async () => (await world.reading.targets.all()).length === 2000,
    );
    expect(world.listedPages).toBe(4);
    world.setHealth('app-1234', 'Healthy');
    await world.target(
      'app-1234',
      each => each.status.health.status === 'Healthy',
    );
  });

  it('stops at once, whatever is under way', async () => {
    await start();
    world.create('a');
    await world.read({ timing: { requestMs: 60_000, watchMs: 60_000 } });
    await world.target('a');
    const before = Date.now();
    await world.reading.stop();
    expect(Date.now() - before).toBeLessThan(1000);

    world.faults.add({ surface: 'cluster:one', fault: { type: 'hang' } });
    await world.read({ timing: { requestMs: 60_000 } });
    await waitFor(() => world.listedPages === 2);
    const again = Date.now();
    await world.reading.stop();
    expect(Date.now() - again).toBeLessThan(1000);
  });

  describe('objects', () => {
    const application = {
      cluster: 'one',
      apiVersion: 'argoproj.io/v1alpha1',
      plural: 'applications',
      namespace: 'argocd',
      name: 'a',
    };
    const patch = (body: Record<string, unknown>) => {
      const { cluster, ...object } = application;
      return { cluster, patch: { ...object, kind: 'Application', body } };
    };

    it('are read and patched', async () => {
      await start();
      world.create('a');
      world.setToken('writer-token');
      const { objects } = await world.read();
      expect(await objects.get(application)).toMatchObject({
        kind: 'Application',
        metadata: { name: 'a' },
      });
      await objects.patch(
        patch({ metadata: { annotations: { 'example.com/x': 'y' } } }),
      );
      expect(await objects.get(application)).toMatchObject({
        metadata: { annotations: { 'example.com/x': 'y' } },
      });
      await expect(
        objects.patch(
          patch({ metadata: { resourceVersion: '1', labels: { x: 'y' } } }),
        ),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('The cluster one refused to change'),
      });
    });

    it('are refused in words', async () => {
      await start();
      world.create('a');
      const { objects } = await world.read();
      await world.target('a');
      await expect(objects.patch(patch({}))).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringMatching(
          /^The cluster one refused to change applications argocd\/a: applications.argoproj.io "a" is forbidden/,
        ),
      });
      await expect(
        objects.get({ ...application, name: 'z' }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
      await expect(
        objects.get({ ...application, cluster: 'two' }),
      ).rejects.toThrow(`There is no cluster "two" in the portal's config`);
      world.faults.add({ surface: 'cluster:one', fault: { type: 'down' } });
      await expect(objects.get(application)).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining(
          'The cluster one could not be asked to read applications argocd/a',
        ),
      });
    });
  });
});
