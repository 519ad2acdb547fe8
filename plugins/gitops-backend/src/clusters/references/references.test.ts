import { setTimeout as delay } from 'node:timers/promises';
import { referringEngine } from '../__testUtils__/referringEngine';
import { ReadingWorld } from '../__testUtils__/ReadingWorld';
import { waitFor } from '../__testUtils__/waitFor';

jest.setTimeout(60_000);

const apiVersion = 'argoproj.io/v1alpha1';
const project = { apiVersion, kind: 'AppProject', namespace: 'argocd' };

describe('what objects refer to', () => {
  let world: ReadingWorld;

  async function start(
    ...args: Parameters<typeof ReadingWorld.create>
  ): Promise<void> {
    world = await ReadingWorld.create(...args);
  }

  const read = (timing = {}) =>
    world.read({ engines: [referringEngine], timing });

  const describeProject = (name: string, description: string | null) =>
    world.cluster.objects.mergePatch(
      { ...project, name },
      { spec: { description } },
    );

  const createProject = (name: string, description: string) =>
    world.cluster.objects.create({
      apiVersion,
      kind: 'AppProject',
      metadata: { name, namespace: 'argocd' },
      spec: { description },
    });

  const createIn = (projectName: string, name: string) => {
    world.create(name);
    world.patch(name, { spec: { project: projectName } });
  };

  const about = (name: string, text: string) =>
    world.target(name, ({ status }) => status.labels.about === text);

  const singleReads = () =>
    jest
      .mocked(world.faults.take)
      .mock.calls.filter(([{ path }]) =>
        /namespaces\/argocd\/applications\//.test(path ?? ''),
      ).length;

  afterEach(() => world.end());

  it('is known when they are mapped for the first time, and followed', async () => {
    await start();
    createProject('shop', 'The shop');
    createIn('shop', 'a');
    createIn('other', 'b');
    await read();

    await about('a', 'The shop');
    await about('b', 'unknown');
    expect(singleReads()).toBe(0);

    describeProject('shop', 'The old shop');
    await about('a', 'The old shop');
    createProject('other', 'Another');
    await about('b', 'Another');
    expect(singleReads()).toBe(2);

    // What nobody looked at does not matter.
    world.cluster.objects.mergePatch(
      { ...project, name: 'shop' },
      { metadata: { labels: { colour: 'red' } } },
    );
    describeProject('other', null);
    await about('b', 'unknown');
    world.cluster.objects.delete({ ...project, name: 'shop' });
    await about('a', 'unknown');
    expect(singleReads()).toBe(4);
    expect(world.listedPages).toBe(1);
    expect(world.logger.warn).not.toHaveBeenCalled();
  });

  it('is known as a whole, and followed as a whole', async () => {
    await start();
    createProject('shop', 'The shop');
    world.cluster.objects.create({
      apiVersion,
      kind: 'AppProject',
      metadata: { name: 'apart', namespace: 'default' },
      spec: { description: 'Elsewhere' },
    });
    createIn('all', 'a');
    await read();
    const projects = (names: string) =>
      world.target('a', ({ status }) => status.labels.projects === names);
    await projects('shop');
    createProject('bank', 'The bank');
    await projects('bank,shop');
    world.cluster.objects.delete({ ...project, name: 'shop' });
    await projects('bank');
  });

  it('is looked up anew when an object refers to something else', async () => {
    await start();
    createProject('shop', 'The shop');
    createProject('bank', 'The bank');
    createIn('shop', 'a');
    await read();
    await about('a', 'The shop');
    world.patch('a', { spec: { project: 'bank' } });
    await about('a', 'The bank');
    describeProject('shop', 'The old shop');
    describeProject('bank', 'The new bank');
    await about('a', 'The new bank');
    expect(singleReads()).toBe(1);
  });

  it('does not hold up anything when the right to read it is missing', async () => {
    await start();
    createProject('shop', 'The shop');
    createIn('shop', 'a');
    const forbidden = world.faults.add({
      surface: 'cluster:one',
      path: 'appprojects',
      fault: { type: 'status', status: 403 },
    });
    await read({ referencesMs: 60_000 });
    await about('a', 'unknown');
    expect(await world.problem('credentials')).toMatchObject({
      cluster: 'one',
      kind: 'AppProject',
      message:
        'The portal may not read appprojects.argoproj.io on the cluster one',
    });
    expect((await world.target('a')).unreachable).toBeUndefined();
    world.faults.remove(forbidden.id);
    await about('a', 'The shop');
    await world.recovered();
  });

  it('is waited for while it fails, but not for long', async () => {
    await start();
    createProject('shop', 'The shop');
    createIn('shop', 'a');
    const hang = world.faults.add({
      surface: 'cluster:one',
      path: 'appprojects',
      fault: { type: 'hang' },
    });
    await read({ referencesMs: 700, requestMs: 300 });
    expect(await world.problem('cluster')).toMatchObject({
      kind: 'AppProject',
    });
    expect(world.listedPages).toBe(0);
    await about('a', 'unknown');
    world.faults.remove(hang.id);
    await about('a', 'The shop');
  });

  it('is simply not there on a cluster that does not know the kind', async () => {
    await start({
      crds: [
        require.resolve('@fairlead/sandbox/crds/argoproj.io_Application.yaml'),
      ],
    });
    world.create('a');
    await read({ referencesMs: 60_000 });
    await about('a', 'unknown');
    expect(await world.reading.targets.problems()).toEqual([]);
    expect(world.logger.info).not.toHaveBeenCalledWith(
      expect.stringContaining('not installed'),
    );
  });

  it('is listed again when its place in the history is gone', async () => {
    await start();
    createProject('shop', 'The shop');
    createProject('bank', 'The bank');
    createIn('shop', 'a');
    createIn('bank', 'b');
    await read();
    await about('a', 'The shop');
    await about('b', 'The bank');
    const closed = world.faults.add({
      surface: 'cluster:one',
      path: 'appprojects.*watch=true',
      fault: { type: 'status', status: 500 },
    });
    world.faults.add({
      surface: 'cluster:one',
      fault: { type: 'end-watches' },
    });
    await world.problem('cluster');
    world.cluster.objects.delete({ ...project, name: 'shop' });
    describeProject('bank', 'The new bank');
    world.faults.add({
      surface: 'cluster:one',
      path: 'appprojects',
      fault: { type: 'expire-watches' },
    });
    world.faults.remove(closed.id);
    await about('a', 'unknown');
    await about('b', 'The new bank');
    await world.recovered();
    expect(singleReads()).toBe(2);
  });

  it('changes for hundreds of objects, read one by one, whatever the cluster refuses meanwhile', async () => {
    await start();
    createProject('default', 'The first');
    for (let index = 0; index < 300; index += 1) world.create(`app-${index}`);
    await read({ requestMs: 20_000 });
    const all = (text: string) =>
      waitFor(async () => {
        // To look at them costs as much as to read them.
        await delay(200);
        const targets = await world.reading.targets.all();
        const done = targets.filter(
          ({ status }) => status.labels.about === text,
        );
        return done.length === 300;
      });
    await all('The first');
    world.faults.add({
      surface: 'cluster:one',
      path: '/applications/app-',
      times: 5,
      fault: { type: 'status', status: 500 },
    });
    describeProject('default', 'The second');
    await all('The second');
    expect(singleReads()).toBe(305);
    expect(world.listedPages).toBe(1);
  });

  it('is read from the beginning by who takes over, with all that depends on it', async () => {
    await start();
    createProject('default', 'The first');
    world.create('a');
    await read();
    await about('a', 'The first');
    await world.reading.stop();
    describeProject('default', 'The second');
    world.create('b');

    await read();
    await about('a', 'The second');
    await about('b', 'The second');
    describeProject('default', 'The third');
    await about('a', 'The third');
    await about('b', 'The third');
    expect(world.listedPages).toBe(2);
  });

  it('is read from the beginning each time that the same replica takes over', async () => {
    await start();
    createProject('default', 'The first');
    world.create('a');
    // A turn ends after half a second, and another begins when nobody reads.
    await read({ lockMs: -89_500 });
    await about('a', 'The first');
    await waitFor(() => world.listedPages >= 3);
    describeProject('default', 'The second');
    await about('a', 'The second');
    const turns = world.listedPages;
    await waitFor(() => world.listedPages >= turns + 2);
    await about('a', 'The second');
    expect(world.logger.warn).not.toHaveBeenCalled();
  });
});
