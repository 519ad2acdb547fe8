import gitopsModuleFlagger from '@fairlead/backstage-plugin-gitops-backend-module-flagger';
import {
  deployedComponent,
  serviceFiles,
} from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';

jest.setTimeout(60_000);

const versions = { dev: '1.1.0', staging: '1.0.0' };
const eve = 'user:default/eve';
const name = 'orders-dev';
const canary = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  namespace: name,
  name,
};

describe('a service with a rollout', () => {
  let world: TestWorld;
  let portal: TestPortal;
  let dev: string;
  const objects = () => world.clusters.nonprod.objects;
  const setStatus = (phase: string, canaryWeight: number) =>
    objects().setStatus(canary, {
      phase,
      canaryWeight,
      failedChecks: 1,
      iterations: 0,
      lastTransitionTime: '2026-10-01T00:00:00Z',
    });
  /** Resolves when the rollout of dev is in a phase. */
  const inPhase = (phase: string) =>
    portal.service('orders', ({ environments }) =>
      environments[0].targets.some(target =>
        target.rollouts.some(rollout => rollout.phase === phase),
      ),
    );
  const request = (action: 'pause' | 'resume' | 'abort') => ({
    targetId: dev,
    action,
    kind: 'Canary',
    namespace: name,
    name,
  });

  beforeAll(async () => {
    world = await TestWorld.start(serviceFiles('orders', versions));
    objects().create({
      apiVersion: canary.apiVersion,
      kind: canary.kind,
      metadata: { name, namespace: name },
      spec: {
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        service: { port: 80 },
        analysis: {
          interval: '1m',
          threshold: 5,
          maxWeight: 50,
          stepWeight: 10,
        },
      },
    });
    setStatus('Progressing', 20);
    dev = await world.deploy({
      service: 'orders',
      environment: 'dev',
      version: '1.1.0',
      alsoApplied: [
        { group: 'flagger.app', version: 'v1beta1', kind: 'Canary' },
      ],
    });
    portal = await TestPortal.start(world, {
      entities: [deployedComponent('orders')],
      features: [gitopsModuleFlagger],
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  it('shows it with the target that has it, and follows it', async () => {
    const { environments } = await inPhase('Progressing');
    expect(environments[0].targets[0].rollouts).toMatchObject([
      {
        controller: 'flagger',
        state: 'progressing',
        weight: { desired: 20, max: 50 },
        failedChecks: { count: 1, limit: 5 },
      },
    ]);
    setStatus('Succeeded', 0);
    await inPhase('Succeeded');
  });

  it('asks the controller, with a permission for each verb', async () => {
    const allow = portal.policy.deny({
      permission: 'gitops.rollout.pause',
      user: eve,
    });
    expect(
      await refusalOf(portal.as(eve).runRolloutAction(request('pause'))),
    ).toMatchObject({
      status: 403,
      message: expect.stringContaining('gitops.rollout.pause'),
    });
    allow();
    expect(await portal.ada.runRolloutAction(request('pause'))).toEqual({
      message: `Flagger was asked to pause ${name}.`,
    });
    expect(objects().get(canary)).toMatchObject({ spec: { suspend: true } });
    expect(
      await refusalOf(portal.ada.runRolloutAction(request('pause'))),
    ).toEqual({ status: 409, message: `The Canary ${name} is suspended.` });
    expect(
      await refusalOf(portal.ada.runRolloutAction(request('abort'))),
    ).toMatchObject({ message: expect.stringContaining("can't be asked") });
    expect(
      await refusalOf(
        portal.ada.runRolloutAction({ ...request('pause'), name: 'other' }),
      ),
    ).toEqual({
      status: 404,
      message: `${name} has no Canary ${name}/other`,
    });
    expect(portal.audited).toEqual([
      'rollout-pause failed',
      'rollout-pause succeeded',
      'rollout-pause failed',
      'rollout-abort failed',
      'rollout-pause failed',
    ]);
  });

  it('has none when it is gone', async () => {
    objects().delete(canary);
    await portal.service('orders', ({ environments }) =>
      environments[0].targets.every(({ rollouts }) => rollouts.length === 0),
    );
  });
});
