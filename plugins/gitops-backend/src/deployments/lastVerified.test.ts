import { log, version } from './__testUtils__/deployment';
import { orders, running } from './__testUtils__/lane';
import { lastVerified, versionToLeave } from './lastVerified';
import { sameVersionLive } from './sameVersionLive';

const environment = 'prod';
const history = log(
  { environment, tag: '1', from: 0, to: 100, verified: 30 },
  { environment, tag: '2', from: 100, to: 200, verified: 130 },
  { environment, tag: '3', from: 200, to: 300, failure: 'it crashes' },
  { environment, tag: '2', from: 300, to: 400, verified: 330 },
  { environment, tag: '4', from: 400, verified: 430 },
  { environment: 'dev', tag: '9', from: 500, verified: 530 },
);

describe('the deployment to roll back to', () => {
  const find = (options: Partial<Parameters<typeof lastVerified>[0]> = {}) =>
    lastVerified({ deployments: history, environment, vetoes: [], ...options })
      ?.id;

  it('is the newest verified one with another version', () => {
    expect(find()).toBe('prod@300');
    expect(find({ before: version('2') })).toBe('prod@400');
    // What never came up is not in the log: then what runs is what to go back to.
    expect(find({ before: version('5') })).toBe('prod@400');
    expect(find({ environment: 'staging' })).toBeUndefined();
    expect(find({ environment: 'dev' })).toBeUndefined();
  });

  it('is none that is vetoed, nor one that has failed since', () => {
    expect(find({ vetoes: [{ version: version('2') }, {}] })).toBe('prod@0');
    expect(
      find({ vetoes: [{ version: version('1') }, { version: version('2') }] }),
    ).toBeUndefined();
    const failed = log({
      environment,
      tag: '2',
      from: 450,
      to: 460,
      failure: 'slow',
    });
    expect(find({ deployments: [...failed, ...history] })).toBe('prod@0');
  });

  it('may differ by the chart alone', () => {
    const [newest, ...older] = log(
      { environment, tag: '1', from: 0, to: 9, verified: 3 },
      { environment, tag: '1', from: 9, verified: 12 },
    ).map((deployment, index) => ({
      ...deployment,
      version: {
        ...deployment.version,
        chart: { name: 'orders', version: `1.${9 - index}.0` },
      },
    }));
    expect(find({ deployments: [newest, ...older] })).toBe('prod@0');
    expect(find({ deployments: [newest, ...older], vetoes: [newest] })).toBe(
      'prod@0',
    );
  });
});

describe('the version to leave', () => {
  const leave = (images: string[]) =>
    versionToLeave({
      deployments: history,
      environment,
      targets: [running(images)],
    });

  it('is what runs, or what is stuck beside it', () => {
    expect(leave(['4'])).toEqual(version('4'));
    expect(leave([])).toEqual(version('4'));
    expect(leave(['4', '5'])).toEqual(version('5'));
    expect(leave(['5'])).toEqual(version('5'));
    expect(
      versionToLeave({ deployments: [], environment, targets: [] }),
    ).toBeUndefined();
  });

  it('is what has failed, where a controller runs the version before it', () => {
    const failed = { fromVersion: version('4'), toVersion: version('5') };
    const leaveFailed = (images: string[]) =>
      versionToLeave({
        deployments: history,
        environment,
        targets: [running(images)],
        failed,
      });
    expect(leaveFailed(['4'])).toEqual(version('5'));
    expect(leaveFailed(['4', '5'])).toEqual(version('5'));
    // Somebody has mended it by hand since.
    expect(leaveFailed(['6'])).toEqual(version('6'));
    expect(
      versionToLeave({ deployments: [], environment, targets: [], failed }),
    ).toEqual(version('5'));
  });
});

describe('whether versions that are live are the same', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const image = (tag?: string, sha?: string) => ({
    images: [
      { name: orders, ...(tag && { tag }), ...(sha && { digest: sha }) },
    ],
  });
  const job = { name: 'ghcr.io/acme/nightly', tag: '1' };

  it.each([
    ['one tag', image('1'), image('1'), true],
    ['other tags', image('1'), image('2'), false],
    [
      'a tag, and the digest beside it',
      image('1', digest),
      image('', digest),
      true,
    ],
    [
      'a tag and a digest that nobody can compare',
      image('1'),
      image('', digest),
      false,
    ],
    ['no tag on both sides', image(), image(), true],
    [
      'an image more',
      image('1'),
      { images: [...image('1').images, job] },
      true,
    ],
    [
      'a tag more',
      image('1'),
      { images: [...image('1').images, ...image('2').images] },
      false,
    ],
    ['other names, and one tag', image('1'), { images: [job] }, true],
    ['other names and tags', image('2'), { images: [job] }, false],
    ['no image', image('1'), { images: [] }, true],
  ])('by %s', (_, a, b, same) => {
    expect([sameVersionLive(a, b), sameVersionLive(b, a)]).toEqual([
      same,
      same,
    ]);
  });
});
