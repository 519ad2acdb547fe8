import {
  defaultPolicy,
  Deployment,
  EnvironmentPolicy,
} from '@fairlead/backstage-plugin-gitops-common';
import { log, version } from './__testUtils__/deployment';
import { at, orders } from './__testUtils__/lane';
import { availability } from './availability';

// dev fans out to eu and us, which come together in global.
const environments = [
  { name: 'dev', after: [] },
  { name: 'eu', after: ['dev'] },
  { name: 'us', after: ['dev'] },
  { name: 'global', after: ['eu', 'us'] },
];
const titles: Record<string, string> = {
  dev: 'Development',
  eu: 'Europe',
  us: 'America',
};

function ask(options: {
  environment: string;
  deployments: Deployment[];
  mode?: EnvironmentPolicy['availability'];
  charts?: boolean;
  tag?: string;
}) {
  const { environment, deployments, mode = 'all', tag = '2' } = options;
  const answer = availability({
    version: version(tag),
    environment,
    deployments,
    pipeline: {
      environments,
      policies: [{ ...defaultPolicy('global'), availability: mode }],
      promoted: {
        chart: options.charts ?? true,
        targetRevision: true,
        paths: [],
        directories: [],
      },
    },
    now: at(1000),
    titleOf: name => titles[name] ?? name,
  });
  return { ...answer, soaked: answer.soakedMs / 1000 };
}

describe('availability of a version', () => {
  it('is given in a first environment, and in one that nobody knows', () => {
    for (const environment of ['dev', 'elsewhere']) {
      expect(ask({ environment, deployments: [] })).toMatchObject({
        available: true,
        message: expect.stringMatching(/^Nothing comes before /),
        soaked: 0,
        before: [],
      });
    }
  });

  it('comes with verification in the environment before, for all that come after it', () => {
    const deployments = log({
      environment: 'dev',
      tag: '2',
      from: 100,
      verified: 130,
    });
    for (const environment of ['eu', 'us']) {
      expect(ask({ environment, deployments })).toMatchObject({
        available: true,
        message: '2 is verified in Development.',
        since: at(130).toISOString(),
        soaked: 900,
      });
    }
  });

  it.each<[string, Deployment[], string, number]>([
    ['has never run', [], '2 has not run in Development.', 0],
    [
      'runs only as another version',
      log({ environment: 'dev', tag: '1', from: 0, verified: 30 }),
      '2 has not run in Development.',
      0,
    ],
    [
      'is not verified yet',
      log({ environment: 'dev', tag: '2', from: 900 }),
      '2 runs in Development and is not verified there yet.',
      100,
    ],
    [
      'was replaced before it was verified',
      log(
        { environment: 'dev', tag: '2', from: 0, to: 10 },
        { environment: 'dev', tag: '3', from: 10, verified: 40 },
      ),
      '2 ran in Development and was not verified there.',
      10,
    ],
    [
      'has failed since it was verified',
      log(
        { environment: 'dev', tag: '2', from: 0, to: 100, verified: 30 },
        { environment: 'dev', tag: '3', from: 100, to: 200 },
        { environment: 'dev', tag: '2', from: 200, failure: 'it crashes' },
      ),
      '2 has failed in Development: it crashes',
      100,
    ],
  ])('is missing when it %s', (_, deployments, message, soaked) => {
    expect(ask({ environment: 'eu', deployments })).toMatchObject({
      available: false,
      message,
      soaked,
    });
    expect(ask({ environment: 'eu', deployments }).since).toBeUndefined();
  });

  it('stays after another version took its place, and counts from after the last failure', () => {
    const deployments = log(
      { environment: 'dev', tag: '2', from: 0, to: 50, verified: 30 },
      { environment: 'dev', tag: '2', from: 100, to: 200, failure: 'slow' },
      { environment: 'dev', tag: '2', from: 300, to: 400, verified: 330 },
      { environment: 'dev', tag: '2', from: 500, to: 530, verified: 520 },
      { environment: 'dev', tag: '3', from: 530 },
    );
    expect(ask({ environment: 'eu', deployments })).toMatchObject({
      available: true,
      since: at(330).toISOString(),
      soaked: 100,
      before: [{ runs: false }],
    });
  });

  it('asks for all of several environments, or for any', () => {
    const eu = { environment: 'eu', tag: '2', from: 0, verified: 30 };
    const us = { environment: 'us', tag: '2', from: 600 };
    const one = { environment: 'global', deployments: log(eu, us) };
    expect(ask(one)).toMatchObject({
      available: false,
      message: '2 runs in America and is not verified there yet.',
      soaked: 400,
    });
    expect(ask({ ...one, mode: 'any' })).toMatchObject({
      available: true,
      message: '2 is verified in Europe.',
      since: at(30).toISOString(),
      soaked: 1000,
    });
    const both = {
      environment: 'global',
      deployments: log(eu, { ...us, verified: 640 }),
    };
    expect(ask(both)).toMatchObject({
      available: true,
      message: '2 is verified in Europe and America.',
      since: at(640).toISOString(),
      soaked: 400,
    });
    expect(ask({ ...both, mode: 'any' })).toMatchObject({
      since: at(30).toISOString(),
      soaked: 1000,
    });
    expect(
      ask({ environment: 'global', deployments: [], mode: 'any' }),
    ).toMatchObject({
      available: false,
      message:
        '2 has to be verified in Europe or America. 2 has not run in Europe. 2 has not run in America.',
      soaked: 0,
    });
  });

  it('goes by the chart where charts are promoted', () => {
    const [only] = log({ environment: 'dev', tag: '2', from: 0, verified: 30 });
    const withChart = (chart: string) => ({
      images: [{ name: orders, tag: '2' }],
      chart: { name: 'orders', version: chart },
    });
    const answer = (chart: boolean) =>
      availability({
        version: withChart('1.1.0'),
        environment: 'eu',
        pipeline: {
          environments,
          policies: [],
          promoted: { chart, targetRevision: true, paths: [], directories: [] },
        },
        deployments: [{ ...only, version: withChart('1.0.0') }],
        now: at(1000),
      }).available;
    expect([answer(true), answer(false)]).toEqual([false, true]);
  });
});
