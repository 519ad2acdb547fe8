import { deployedComponent, serviceFiles } from './services';
import { TestPortal, TestPortalOptions } from './TestPortal';
import { TestWorld } from './TestWorld';

const versions = { dev: '1.1.0', staging: '1.0.0' };

/** Promotions that get to their end in a few seconds. */
export const quick = {
  settleTime: '1s',
  pollInterval: '1s',
  graceTime: '1s',
};

/** What somebody asks who wants in staging what runs in dev. */
export function toStaging(service: string) {
  const entityRef = `component:default/${service}`;
  return { entityRef, from: 'dev', to: 'staging' };
}

/** A world in which services run 1.1.0 in dev and 1.0.0 in staging, from Git. */
export async function startBehindWorld(services: string[]): Promise<TestWorld> {
  const world = await TestWorld.start(
    Object.assign({}, ...services.map(each => serviceFiles(each, versions))),
  );
  for (const service of services) {
    for (const [environment, version] of Object.entries(versions)) {
      await world.deploy({ service, environment, version });
    }
  }
  return world;
}

/** A portal for it, which has read all of them. */
export async function startBehindPortal(
  world: TestWorld,
  options: { services: string[] } & TestPortalOptions,
): Promise<TestPortal> {
  const { services, ...rest } = options;
  const portal = await TestPortal.start(world, {
    gitops: { promotions: quick },
    entities: services.map(service =>
      deployedComponent(service, {
        'backstage.io/source-location': `url:${world.forge.url}/acme/${service}/`,
      }),
    ),
    ...rest,
  });
  for (const service of services) {
    await portal.service(service, ({ environments }) =>
      environments.slice(0, 2).every(({ targets }) => targets.length === 1),
    );
  }
  return portal;
}
