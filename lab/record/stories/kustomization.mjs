import { kustomizeController } from '../../programs/kustomizeController.mjs';
import { sourceController } from '../../programs/sourceController.mjs';
import { hasCondition, ready } from '../conditions.mjs';
import { deployment } from '../workloads.mjs';
import { gitRepository, kustomization, reconcileNow } from './fluxObjects.mjs';

const alongside = ['gitRepository'];

/** A Kustomization that waits for its workloads: well, broken by a commit, mended, suspended; and those that never work. */
export const kustomizationStory = {
  name: 'kustomization',
  program: kustomizeController,
  needs: [sourceController, kustomizeController],
  namespace: 'story-kustomizations',
  watches: ['gitRepository', 'kustomization'],

  async play(recorder) {
    const { namespace } = recorder;
    const { content, url } = await recorder.repository('shop');
    await content.commit('web 1.0.0', {
      'apps/web/deployment.yaml': deployment({ app: 'web', version: '1.0.0' }),
      'apps/invalid/deployment.yaml': {
        ...deployment({ app: 'invalid', version: '1.0.0' }),
        spec: { replicas: 'many' },
      },
    });
    await recorder.apply(gitRepository({ name: 'shop', url }));
    await recorder.until({
      kind: 'gitRepository',
      name: 'shop',
      when: ready('True'),
    });
    await playLife({ recorder, content, namespace });
    await playNeverReady({ recorder, namespace });
  },
};

async function playLife({ recorder, content, namespace }) {
  const web = { kind: 'kustomization', name: 'web', alongside };
  await recorder.apply(
    kustomization({ name: 'web', path: './apps/web', namespace }),
  );
  await recorder.stage({
    ...web,
    stage: 'new',
    tells: 'just created; the controller has not seen it',
    when: ({ status }) => !status?.conditions,
  });
  await recorder.stage({
    ...web,
    stage: 'progressing',
    tells: 'applied for the first time, waiting for the Deployment',
    when: object =>
      ready('Unknown', 'Progressing')(object) &&
      object.status.inventory !== undefined,
  });
  await recorder.stage({
    ...web,
    stage: 'ready-before-the-rest',
    tells:
      'applied, and the Deployment is available; conditions are written before the rest of the status',
    when: object => ready('True')(object) && !object.status.lastAppliedRevision,
  });
  await recorder.stage({
    ...web,
    stage: 'ready',
    tells: 'applied, and the Deployment is available',
    when: isSettled,
  });

  await commitWeb({
    recorder,
    content,
    version: '1.1.0',
    fails: 'image-missing',
  });
  await recorder.stage({
    ...web,
    stage: 'progressing-to-new-revision',
    tells:
      'a new revision is applied; the one applied last is still the old one',
    when: object =>
      ready('Unknown')(object) &&
      hasCondition({ object, type: 'Reconciling', status: 'True' }) &&
      object.status.lastAttemptedRevision !== object.status.lastAppliedRevision,
  });
  await recorder.stage({
    ...web,
    stage: 'health-check-failed',
    tells:
      'the pods of the new revision never became ready (their image is missing)',
    when: ready('False', 'HealthCheckFailed'),
  });
  await recorder.apply(
    kustomization({
      name: 'needs-web',
      path: './apps/web',
      namespace,
      dependsOn: [{ name: 'web' }],
    }),
  );
  await recorder.stage({
    kind: 'kustomization',
    name: 'needs-web',
    stage: 'dependency-not-ready',
    tells: 'what it depends on is not ready',
    alongside,
    when: ready('False', 'DependencyNotReady'),
  });

  await commitWeb({ recorder, content, version: '1.1.1' });
  await recorder.stage({
    ...web,
    stage: 'ready-again',
    tells: 'a later commit mended it',
    when: isSettled,
  });
  await recorder.patch({ ...web, patch: { spec: { suspend: true } } });
  await recorder.stage({
    ...web,
    stage: 'suspended',
    tells: 'suspended while it was ready',
    when: ({ spec }) => spec.suspend === true,
  });
}

function isSettled(object) {
  const { lastAppliedRevision, lastAttemptedRevision } = object.status ?? {};
  return (
    ready('True', 'ReconciliationSucceeded')(object) &&
    lastAppliedRevision === lastAttemptedRevision
  );
}

async function playNeverReady({ recorder, namespace }) {
  const failures = [
    {
      name: 'path-not-found',
      tells: 'the path is not in the repository',
      reason: 'ArtifactFailed',
      spec: { path: './apps/absent' },
    },
    {
      name: 'source-not-found',
      tells: 'the source does not exist',
      reason: 'ArtifactFailed',
      spec: {
        path: './apps/web',
        sourceRef: { kind: 'GitRepository', name: 'absent' },
      },
    },
    {
      name: 'apply-failed',
      tells: 'the API server refused the manifest',
      spec: { path: './apps/invalid' },
    },
    {
      name: 'stalled',
      tells: 'an expression that does not compile is not tried again',
      spec: {
        path: './apps/web',
        dependsOn: [{ name: 'web', readyExpr: 'dep.status.(' }],
      },
    },
  ];
  for (const { name, tells, reason, spec } of failures) {
    await recorder.apply(kustomization({ name, namespace, ...spec }));
    await recorder.stage({
      kind: 'kustomization',
      name,
      stage: name,
      tells,
      alongside,
      when: ready('False', reason),
    });
  }
}

async function commitWeb({ recorder, content, version, fails }) {
  await content.commit(`web ${version}`, {
    'apps/web/deployment.yaml': deployment({ app: 'web', version, fails }),
  });
  await recorder.patch({
    kind: 'gitRepository',
    name: 'shop',
    patch: reconcileNow(),
  });
}
