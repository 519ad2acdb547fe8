import {
  GitOpsEngine,
  RolloutController,
} from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { rolloutStatus } from '../targets/__testUtils__/rolloutStatus';
import { ReadingWorld } from './__testUtils__/ReadingWorld';
import { testEngine } from './__testUtils__/testEngine';

jest.setTimeout(60_000);

const deploymentSchema = z.object({
  // Which items of lists do not say.
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({ paused: z.boolean().optional() }),
});

/** Takes Deployments with the label `team: a` for rollouts. */
const controller: RolloutController = {
  id: 'deployments',
  title: 'Deployments',
  kinds: [
    {
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      plural: 'deployments',
      labelSelector: 'team=a',
    },
  ],
  map(object, { cluster }) {
    const { apiVersion, kind, metadata, spec } = deploymentSchema.parse(object);
    return {
      ...rolloutStatus({
        state: spec.paused ? 'paused' : 'stable',
        controller: 'deployments',
      }),
      object: {
        ...metadata,
        cluster,
        apiVersion,
        kind,
      },
    };
  },
  prepareAction: () => [],
};

/** Its targets have the Deployment of the same name. */
const engine: GitOpsEngine = {
  ...testEngine,
  map(object, context) {
    const status = testEngine.map(object, context);
    return (
      status && {
        ...status,
        rolloutRefs: [
          { kind: 'Deployment', namespace: 'shop', name: status.object.name },
        ],
      }
    );
  },
};

describe('rollouts on a cluster', () => {
  let world: ReadingWorld;
  const deploymentRef = (name: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name,
  });
  const deploy = (name: string, team: string) =>
    world.cluster.objects.create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'shop', labels: { team } },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name, image: 'ghcr.io/acme/orders:1' }] },
        },
      },
    });
  const showing = (name: string, ...states: string[]) =>
    world.target(
      name,
      ({ rollouts = [] }) =>
        rollouts.map(({ state }) => state).join() === states.join(),
    );

  beforeEach(async () => {
    world = await ReadingWorld.create();
  });
  afterEach(() => world.end());

  it('are shown with their targets, followed, and news of these', async () => {
    world.create('a');
    world.create('b');
    deploy('a', 'a');
    deploy('b', 'b');
    await world.read({ engines: [engine], controllers: [controller] });
    const target = await showing('a', 'stable');
    await showing('b');

    const changed: string[] = [];
    world.reading.targets.onChange(change => changed.push(...change.changed));
    world.cluster.objects.mergePatch(deploymentRef('a'), {
      spec: { paused: true },
    });
    await showing('a', 'paused');
    expect(changed).toContain(target.id);

    world.cluster.objects.delete(deploymentRef('a'));
    await showing('a');
  });
});
