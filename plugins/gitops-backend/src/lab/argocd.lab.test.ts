import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { component } from '../__testUtils__/portal/services';
import { LabCluster } from './__testUtils__/LabCluster';
import { LabPortal } from './__testUtils__/LabPortal';
import { LabRepository } from './__testUtils__/LabRepository';
import { describeInLab, labState } from './__testUtils__/labState';
import { startPrograms, stopPrograms } from './__testUtils__/programs';
import { deployment, WorkloadOptions, yaml } from './__testUtils__/workloads';

jest.setTimeout(240_000);

const manifests = (options: Partial<WorkloadOptions>) => ({
  'dev/web.yaml': yaml(
    deployment({ name: 'web', version: '1.0.0', ...options }),
  ),
});
const tagsOf = ({ status }: Target) =>
  status.version.images.map(({ tag }) => tag);

const isOutOfSync = ({ sync }: Target['status']) => sync.status === 'OutOfSync';

/** The ways in which Applications are read. All of them must be able to do the same. */
const sources = [
  ['Kubernetes', 'pay'],
  ['its own API', 'bill'],
] as const;

describe.each(sources)('by %s', (source, service) => {
  describeInLab(
    {
      system: 'Argo CD',
      needs: [
        'argocd-server',
        'argocd-repo-server',
        'argocd-application-controller',
      ],
    },
    () => {
      const name = `${service}-dev`;
      const ref = { service, name };
      const application = {
        ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' },
        ...{ namespace: 'argocd', name },
      };
      const web = {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
        ...{ namespace: name, name: 'web' },
      };
      let cluster: LabCluster;
      let repository: LabRepository;
      let portal: LabPortal;
      let target: Target;

      const settled = (version: string) =>
        portal.target(
          ref,
          found =>
            found.status.sync.status === 'Synced' &&
            found.status.health.status === 'Healthy' &&
            tagsOf(found).join() === version,
        );
      const commit = async (options: Partial<WorkloadOptions>) => {
        const sha = await repository.commit(manifests(options));
        await portal.ada.refreshTarget(target.id);
        await portal.target(ref, ({ status }) => isOutOfSync(status));
        return sha;
      };

      beforeAll(async () => {
        cluster = LabCluster.create();
        repository = await LabRepository.onGitServer(`lab-${name}`);
        await repository.commit(manifests({}));
        await cluster.namespace(name);
        await cluster.apply({
          apiVersion: application.apiVersion,
          kind: application.kind,
          metadata: { name, namespace: application.namespace },
          spec: {
            project: 'default',
            source: {
              repoURL: repository.url,
              path: 'dev',
              targetRevision: 'main',
            },
            destination: {
              server: 'https://kubernetes.default.svc',
              namespace: name,
            },
          },
        });
        const { argocd } = labState();
        portal = await LabPortal.start({
          entities: [component(service, { 'argocd/app-name': name })],
          ...(source === 'its own API' && {
            cluster: { argocd: { url: argocd?.url, token: argocd?.token } },
          }),
        });
      });

      afterAll(async () => {
        await portal?.stop();
        await cluster?.delete(application);
        await cluster?.delete(web);
        await repository?.end();
      });

      it('shows an Application that nobody has synced yet', async () => {
        target = await portal.target(ref, ({ status }) => isOutOfSync(status));
        expect(target).toMatchObject({
          environment: 'dev',
          status: { engine: 'argocd', health: { status: 'Missing' } },
        });
      });

      it('syncs when asked', async () => {
        await portal.ada.syncTarget(target.id);
        const { status } = await settled('1.0.0');
        expect(status).toMatchObject({
          drift: [],
          history: [{ revisions: [expect.stringMatching(/^[0-9a-f]{40}$/)] }],
        });
      });

      it('finds a new commit when asked to look, and syncs to it', async () => {
        const sha = await commit({ version: '1.1.0' });
        await portal.ada.syncTarget(target.id);
        const { status } = await settled('1.1.0');
        expect(status.revisions.live).toEqual([sha]);
        expect(status.history).toHaveLength(2);
      });

      it('names what somebody changed with kubectl, and heals it when asked', async () => {
        await cluster.patch(web, { spec: { replicas: 5 } });
        const { status } = await portal.target(ref, found =>
          isOutOfSync(found.status),
        );
        expect(status.drift).toMatchObject([
          { group: 'apps', kind: 'Deployment', name: 'web' },
        ]);
        await portal.ada.syncTarget(target.id);
        await settled('1.1.0');
        expect(await cluster.read(web)).toMatchObject({
          spec: { replicas: 2 },
        });
      });

      it('shows an image that is not there as degraded', async () => {
        await commit({ version: '1.2.0', fails: 'image-missing' });
        await portal.ada.syncTarget(target.id);
        const { findings } = await portal.target(
          ref,
          ({ status }) => status.health.status === 'Degraded',
        );
        // The portal sees the pods by Kubernetes only; by the API it has Argo CD's own words.
        const rule =
          source === 'Kubernetes' ? 'image-pull' : 'progress-deadline';
        expect(findings.map(found => found.rule)).toContain(rule);
      });

      it('is followed when the controller was away meanwhile', async () => {
        await stopPrograms('argocd-application-controller');
        await repository.commit(manifests({ version: '1.3.0' }));
        await startPrograms('argocd-application-controller');
        await portal.ada.refreshTarget(target.id);
        await portal.target(ref, ({ status }) => isOutOfSync(status));
        await portal.ada.syncTarget(target.id);
        const { status } = await settled('1.3.0');
        expect(status.conditions).toEqual([]);
      });
    },
  );
});
