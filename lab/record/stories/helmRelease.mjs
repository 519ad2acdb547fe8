import { helmController } from '../../programs/helmController.mjs';
import { sourceController } from '../../programs/sourceController.mjs';
import { hasCondition, ready } from '../conditions.mjs';
import { deployment } from '../workloads.mjs';
import { gitRepository, reconcileNow } from './fluxObjects.mjs';

const web = { kind: 'helmRelease', name: 'web', alongside: ['helmChart'] };

/** A HelmRelease of a chart in Git: installed, upgraded, an upgrade that fails and is rolled back, suspended. */
export const helmReleaseStory = {
  name: 'helm-release',
  program: helmController,
  needs: [sourceController, helmController],
  namespace: 'story-helm',
  watches: ['gitRepository', 'helmRelease'],

  async play(recorder) {
    const { content, url } = await recorder.repository('charts');
    const publish = async ({ version, fails }) => {
      await content.commit(`chart ${version}`, chart({ version, fails }));
      await recorder.patch({
        kind: 'gitRepository',
        name: 'charts',
        patch: reconcileNow(),
      });
    };

    await content.commit('chart 1.0.0', chart({ version: '1.0.0' }));
    await recorder.apply(gitRepository({ name: 'charts', url }), helmRelease());
    await recorder.stage({
      ...web,
      stage: 'new',
      tells: 'just created; the controller has not seen it',
      when: ({ status }) => !status?.conditions,
    });
    await recorder.stage({
      ...web,
      stage: 'installing',
      tells: 'the chart is being installed',
      when: object =>
        ready('Unknown', 'Progressing')(object) &&
        object.status.lastAttemptedRevision !== undefined,
    });
    await recorder.stage({
      ...web,
      stage: 'installed',
      tells: 'the first version is installed',
      when: ready('True', 'InstallSucceeded'),
    });

    await publish({ version: '1.1.0' });
    await recorder.stage({
      ...web,
      stage: 'upgraded',
      tells: 'the second version is installed',
      when: ready('True', 'UpgradeSucceeded'),
    });

    await publish({ version: '1.2.0', fails: 'image-missing' });
    await recorder.stage({
      ...web,
      stage: 'upgrade-failed',
      tells: 'the pods of the third version never became ready',
      when: object =>
        hasCondition({
          object,
          type: 'Released',
          status: 'False',
          reason: 'UpgradeFailed',
        }),
    });
    await recorder.stage({
      ...web,
      stage: 'rolled-back',
      tells: 'Helm went back to the second version',
      when: object =>
        hasCondition({ object, type: 'Remediated', status: 'True' }),
    });

    await recorder.patch({ ...web, patch: { spec: { suspend: true } } });
    await recorder.stage({
      ...web,
      stage: 'suspended',
      tells: 'suspended after it was rolled back',
      when: ({ spec }) => spec.suspend === true,
    });
  },
};

function helmRelease() {
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'web' },
    spec: {
      interval: '10m',
      timeout: '20s',
      chart: {
        spec: {
          chart: './web',
          interval: '1m',
          sourceRef: { kind: 'GitRepository', name: 'charts' },
        },
      },
      upgrade: { remediation: { retries: 0, remediateLastFailure: true } },
      values: { replicas: 2 },
    },
  };
}

function chart({ version, fails }) {
  return {
    'web/Chart.yaml': {
      apiVersion: 'v2',
      name: 'web',
      version,
      appVersion: version,
    },
    'web/values.yaml': { replicas: 1 },
    'web/templates/deployment.yaml': JSON.stringify(
      deployment({ app: 'web', version, fails, replicas: '@replicas' }),
      null,
      2,
    ).replace('"@replicas"', '{{ .Values.replicas }}'),
  };
}
