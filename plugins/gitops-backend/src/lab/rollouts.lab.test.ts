import {
  RolloutStatus,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import { component } from '../__testUtils__/portal/services';
import { LabCluster } from './__testUtils__/LabCluster';
import { LabPortal } from './__testUtils__/LabPortal';
import { LabRepository } from './__testUtils__/LabRepository';
import { describeInLab } from './__testUtils__/labState';
import { metricUrl, setMetric } from './__testUtils__/programs';
import {
  gitRepository,
  kustomization,
  rollout,
  yaml,
} from './__testUtils__/workloads';

jest.setTimeout(240_000);

const namespace = 'lab-rollouts-dev';
const cart = { service: 'cart', name: 'cart' };
const steps = [
  { setWeight: 25 },
  { pause: {} },
  { analysis: { templates: [{ templateName: 'errors' }] } },
];

const manifests = (version: string) => ({
  'dev/errors.yaml': yaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: 'errors' },
    spec: {
      metrics: [
        {
          name: 'errors',
          interval: '2s',
          count: 3,
          failureLimit: 1,
          successCondition: 'result < 5',
          provider: {
            web: { url: metricUrl('metric/cart'), jsonPath: '{$.value}' },
          },
        },
      ],
    },
  }),
  'dev/cart.yaml': yaml(rollout({ name: 'cart', version, steps })),
});

/**
 * The controller can overwrite in its own cache what somebody asks for at the moment at which it pauses, and then does
 * not see it; a person is slower.
 */
const isSettled = (pause: RolloutStatus['pause']) =>
  Date.parse(pause?.since ?? '') < Date.now() - 3_000;

describeInLab(
  {
    system: 'Argo Rollouts',
    needs: [
      'source-controller',
      'kustomize-controller',
      'rollouts-controller',
      'metric-provider',
    ],
  },
  () => {
    let cluster: LabCluster;
    let repository: LabRepository;
    let portal: LabPortal;

    /** Resolves with the target when its rollout is as it should be. */
    const when = (test: (target: Target['rollouts'][number]) => boolean) =>
      portal.target(cart, ({ rollouts }) => rollouts.some(test));
    const deploy = async (version: string) => {
      await repository.commit(manifests(version));
      await portal.ada.syncTarget((await portal.target(cart)).id);
      return when(
        ({ state, candidate, pause }) =>
          state === 'waiting' &&
          candidate?.images[0]?.tag === version &&
          isSettled(pause),
      );
    };
    const rulesOf = async ({ id }: Target) => {
      const tree = await portal.ada.getResources({ targetId: id });
      return tree.findings.map(({ rule }) => rule);
    };

    beforeAll(async () => {
      cluster = LabCluster.create();
      await setMetric('metric/cart?value=1');
      repository = await LabRepository.onGitServer('lab-rollouts');
      await repository.commit(manifests('1.0.0'));
      await cluster.namespace(namespace);
      await cluster.apply(
        gitRepository({ namespace, name: 'cart', url: repository.url }),
        kustomization({
          ...{ namespace, name: 'cart', source: 'cart' },
          ...{ path: './dev', service: 'cart' },
          // A canary that waits is no failure to apply.
          spec: { wait: false },
        }),
      );
      portal = await LabPortal.start({ entities: [component('cart')] });
    });

    afterAll(async () => {
      await portal?.stop();
      await cluster?.delete({
        ...{ apiVersion: 'kustomize.toolkit.fluxcd.io/v1' },
        ...{ kind: 'Kustomization', namespace, name: 'cart' },
      });
      await repository?.end();
    });

    it('shows the first version as stable, without steps that are taken', async () => {
      const { rollouts } = await when(({ state }) => state === 'stable');
      expect(rollouts).toMatchObject([
        {
          controller: 'argo-rollouts',
          strategy: 'canary',
          phase: 'Healthy',
          stable: { images: [{ tag: '1.0.0' }], ready: 4, desired: 4 },
        },
      ]);
    });

    it('shows a canary that waits for a person: step, weight, both versions, since when', async () => {
      const { rollouts } = await deploy('1.1.0');
      expect(rollouts[0]).toMatchObject({
        step: { index: 1, total: 3 },
        weight: { desired: 25 },
        steps: [{ state: 'done' }, { state: 'current' }, { state: 'upcoming' }],
        pause: { reason: 'CanaryPauseStep', since: expect.any(String) },
        stable: { images: [{ tag: '1.0.0' }] },
        candidate: { images: [{ tag: '1.1.0' }] },
      });
    });

    it('promotes a step by hand, and the analysis after it passes', async () => {
      await portal.act(await portal.target(cart), 'promote');
      const { rollouts } = await when(({ analyses }) =>
        analyses.some(({ phase }) => phase === 'Running'),
      );
      expect(rollouts[0].analyses).toMatchObject([
        { type: 'step', templates: ['errors'], metrics: [{ failed: 0 }] },
      ]);
      await when(
        ({ state, stable }) =>
          state === 'stable' && stable?.images[0]?.tag === '1.1.0',
      );
    });

    it('is aborted by an analysis that fails, and says by which value', async () => {
      await deploy('1.2.0');
      await setMetric('metric/cart?value=12');
      await portal.act(await portal.target(cart), 'promote');
      const target = await when(({ state }) => state === 'aborted');
      const [analysis] = target.rollouts[0].analyses.filter(
        ({ phase }) => phase === 'Failed',
      );
      expect(analysis).toMatchObject({
        templates: ['errors'],
        metrics: [{ failureLimit: 1, failed: 2, condition: 'result < 5' }],
      });
      expect(analysis.metrics[0].measurements.at(-1)).toMatchObject({
        value: '12',
      });
      expect(target.findings.map(({ rule }) => rule)).toContain(
        'analysis-failed',
      );
      expect(await rulesOf(target)).toContain('analysis-failed');
    });

    it('is tried again, paused, resumed, aborted and promoted fully by a person', async () => {
      await setMetric('metric/cart?value=0');
      const act = async (action: Parameters<LabPortal['act']>[1]) =>
        portal.act(await portal.target(cart), action);

      const waiting = () =>
        when(({ state, pause }) => state === 'waiting' && isSettled(pause));

      await act('retry');
      await waiting();
      await act('pause');
      await when(({ state }) => state === 'paused');
      await act('resume');
      await waiting();
      await act('abort');
      await when(({ state, aborted }) => state === 'aborted' && !!aborted);
      await act('retry');
      await waiting();
      await act('promote-full');
      await when(
        ({ state, stable }) =>
          state === 'stable' && stable?.images[0]?.tag === '1.2.0',
      );
      await act('restart');
      await when(({ state }) => state !== 'stable');
      const { rollouts } = await when(({ state }) => state === 'stable');
      expect(rollouts[0].stable).toMatchObject({ ready: 4, desired: 4 });
    });
  },
);
