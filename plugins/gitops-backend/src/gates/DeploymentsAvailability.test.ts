import { log, version } from '../deployments/__testUtils__/deployment';
import { at, entityRef } from '../deployments/__testUtils__/lane';
import { AvailabilityQuestion } from './Availability';
import { DeploymentsAvailability } from './DeploymentsAvailability';

const environments = [
  { name: 'dev', after: [] },
  { name: 'qa', after: ['dev'] },
  { name: 'staging', after: ['dev'] },
  { name: 'prod', after: ['qa', 'staging'] },
];

const ask = (
  deployments: ReturnType<typeof log>,
  part: Partial<AvailabilityQuestion> = {},
) =>
  DeploymentsAvailability.create({
    deployments: { list: async () => deployments },
    pipelineOf: async () => ({
      environments,
      promoted: {
        chart: true,
        targetRevision: true,
        paths: [],
        directories: [],
      },
    }),
    environments: [
      { name: 'qa', title: 'Quality', tier: 'staging', after: ['dev'] },
    ],
  }).of({
    entityRef,
    version: version('2'),
    from: 'staging',
    to: 'prod',
    mode: 'all',
    except: [],
    soakMs: 600_000,
    now: at(1000),
    ...part,
  });

describe('DeploymentsAvailability', () => {
  const staging = { environment: 'staging', tag: '2', from: 0, verified: 30 };
  const dev = { ...staging, environment: 'dev' };

  it('asks for all environments before, less those that are skipped', async () => {
    expect(await ask(log(staging))).toMatchObject({
      available: false,
      message: '2 has not run in Quality.',
    });
    const available = async (
      deployments: ReturnType<typeof log>,
      part: Partial<AvailabilityQuestion>,
    ) => (await ask(deployments, part)).available;
    expect(await available(log(staging), { mode: 'any' })).toBe(true);
    // What comes before the skipped one takes its place.
    expect(await available(log(staging), { except: ['qa'] })).toBe(false);
    expect(await available(log(staging, dev), { except: ['qa'] })).toBe(true);
    const all = { except: ['qa', 'staging', 'dev'] };
    expect(await available(log(dev), all)).toBe(false);
    expect(await available(log(dev), { ...all, from: 'dev' })).toBe(true);
    expect(await available(log(staging), { only: 'staging' })).toBe(true);
    expect(await available([], { to: 'dev' })).toBe(true);
  });

  it('tells until when it soaks where it comes from, while it runs there', async () => {
    expect(await ask(log({ ...staging, from: 500 }))).toMatchObject({
      soakedMs: 500_000,
      until: at(1100).toISOString(),
    });
    const replaced = await ask(log({ ...staging, to: 300 }));
    expect(replaced).toMatchObject({ soakedMs: 300_000 });
    expect(replaced).not.toHaveProperty('until');
    const never = await ask(log(dev));
    expect(never).not.toHaveProperty('soakedMs');
    expect(never).not.toHaveProperty('until');
    expect(
      await ask(log({ ...staging, failure: 'it crashes' })),
    ).not.toHaveProperty('until');
  });
});
