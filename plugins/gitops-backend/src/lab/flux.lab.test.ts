import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { component } from '../__testUtils__/portal/services';
import { LabCluster } from './__testUtils__/LabCluster';
import { LabPortal } from './__testUtils__/LabPortal';
import { LabRepository } from './__testUtils__/LabRepository';
import { describeInLab } from './__testUtils__/labState';
import { startPrograms, stopPrograms } from './__testUtils__/programs';
import {
  deployment,
  gitRepository,
  kustomization,
  WorkloadOptions,
  yaml,
} from './__testUtils__/workloads';

jest.setTimeout(240_000);

const namespace = 'lab-flux-dev';
const shop = { service: 'shop', name: 'shop' };
const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace,
  name: 'web',
};

const manifests = (options: Partial<WorkloadOptions>) => ({
  'dev/web.yaml': yaml(
    deployment({ name: 'web', version: '1.0.0', ...options }),
  ),
});
const tagsOf = ({ status }: Target) =>
  status.version.images.map(({ tag }) => tag);

describeInLab(
  { system: 'Flux', needs: ['source-controller', 'kustomize-controller'] },
  () => {
    let cluster: LabCluster;
    let repository: LabRepository;
    let portal: LabPortal;
    let target: Target;

    const settled = (version: string) =>
      portal.target(
        shop,
        found =>
          found.status.sync.status === 'Synced' &&
          found.status.health.status === 'Healthy' &&
          tagsOf(found).join() === version,
      );

    beforeAll(async () => {
      cluster = LabCluster.create();
      repository = await LabRepository.onGitServer('lab-flux');
      await repository.commit(manifests({}));
      await cluster.namespace(namespace);
      await cluster.apply(
        gitRepository({ namespace, name: 'shop', url: repository.url }),
        kustomization({
          ...{ namespace, name: 'shop', source: 'shop' },
          ...{ path: './dev', service: 'shop' },
        }),
      );
      portal = await LabPortal.start({ entities: [component('shop')] });
    });

    afterAll(async () => {
      await portal?.stop();
      await cluster?.delete({
        ...{ apiVersion: 'kustomize.toolkit.fluxcd.io/v1' },
        ...{ kind: 'Kustomization', namespace, name: 'shop' },
      });
      await repository?.end();
    });

    it('shows a Kustomization that is applied: its revision, image and health', async () => {
      target = await settled('1.0.0');
      expect(target).toMatchObject({
        environment: 'dev',
        status: {
          engine: 'flux',
          sources: [{ path: 'dev' }],
          drift: [],
          conditions: [],
        },
      });
    });

    it('reconciles a new commit when asked, the source first', async () => {
      const sha = await repository.commit(manifests({ version: '1.1.0' }));
      await portal.ada.syncTarget(target.id);
      const { status } = await settled('1.1.0');
      expect(status.revisions.live).toEqual([sha]);
    });

    it('suspends and resumes', async () => {
      await portal.ada.suspendTarget(target.id);
      await portal.target(shop, ({ status }) => status.suspended === true);
      expect(
        await cluster.read({
          ...{ apiVersion: 'kustomize.toolkit.fluxcd.io/v1' },
          ...{ kind: 'Kustomization', namespace, name: 'shop' },
        }),
      ).toMatchObject({ spec: { suspend: true } });
      await portal.ada.resumeTarget(target.id);
      await portal.target(shop, ({ status }) => status.suspended !== true);
    });

    it('names by field what somebody changed with kubectl, and heals it when asked', async () => {
      await cluster.patch(web, { spec: { replicas: 5 } });
      const { resources } = await portal.ada.getDrift({ targetId: target.id });
      expect(resources).toMatchObject([
        {
          kind: 'Deployment',
          name: 'web',
          difference: 'changed',
          fields: [
            {
              path: 'spec.replicas',
              live: '5',
              changedBy: { manager: 'kubectl-edit' },
            },
          ],
        },
      ]);
      await portal.ada.syncTarget(target.id);
      const drift = async () =>
        (await portal.ada.getDrift({ targetId: target.id })).resources;
      await portal.until(async () => (await drift()).length === 0);
    });

    it('explains an image that is not there', async () => {
      await repository.commit(
        manifests({ version: '1.2.0', fails: 'image-missing' }),
      );
      await portal.ada.syncTarget(target.id);
      const { findings } = await portal.target(
        shop,
        ({ status }) => status.health.status === 'Degraded',
      );
      expect(findings.map(({ rule }) => rule)).toContain('progress-deadline');
      const tree = await portal.ada.getResources({ targetId: target.id });
      expect(tree.findings.map(({ rule }) => rule)).toContain('image-pull');
    });

    it('is followed when the controller was away meanwhile', async () => {
      await stopPrograms('kustomize-controller');
      await repository.commit(manifests({ version: '1.3.0' }));
      await startPrograms('kustomize-controller');
      await portal.ada.syncTarget(target.id);
      const { status } = await settled('1.3.0');
      expect(status.conditions).toEqual([]);
    });
  },
);
