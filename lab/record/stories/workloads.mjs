import { kubeControllerManager } from '../../programs/kubeControllerManager.mjs';
import { kubeScheduler } from '../../programs/kubeScheduler.mjs';
import { kwok } from '../../programs/kwok.mjs';
import { hasCondition } from '../conditions.mjs';
import { deployment, podTemplate } from '../workloads.mjs';

const web = {
  kind: 'deployment',
  name: 'web',
  alongside: ['replicaSet', 'pod'],
};

/** Workloads without an engine: a Deployment that is updated and one update that gets stuck, and the other kinds. */
export const workloadsStory = {
  name: 'workloads',
  program: kubeControllerManager,
  needs: [kubeControllerManager, kubeScheduler, kwok],
  namespace: 'story-workloads',
  watches: ['deployment', 'statefulSet', 'daemonSet', 'cronJob', 'job'],

  async play(recorder) {
    await playDeployment(recorder);
    await playOthers(recorder);
  },
};

async function playDeployment(recorder) {
  const deploy = ({ version, fails, deadline = 60 }) => {
    const object = deployment({ app: 'web', version, fails });
    object.spec.progressDeadlineSeconds = deadline;
    return recorder.apply(object);
  };
  const isObserved = ({ metadata, status }) =>
    status?.observedGeneration === metadata.generation;
  const isComplete = object =>
    isObserved(object) &&
    object.status.updatedReplicas === 2 &&
    object.status.availableReplicas === 2 &&
    object.status.replicas === 2;

  await deploy({ version: '1.0.0' });
  await recorder.stage({
    ...web,
    stage: 'deployment-progressing',
    tells: 'the first pods are starting',
    when: object => isObserved(object) && object.status.unavailableReplicas > 0,
  });
  await recorder.stage({
    ...web,
    stage: 'deployment-available',
    tells: 'all pods are available',
    when: isComplete,
  });
  await deploy({ version: '1.1.0' });
  await recorder.stage({
    ...web,
    stage: 'deployment-updating',
    tells: 'pods of the new version are starting, the old ones still serve',
    when: object => isObserved(object) && object.status.updatedReplicas === 1,
  });
  await recorder.until({ ...web, when: isComplete });

  await deploy({ version: '1.2.0', fails: 'image-missing', deadline: 10 });
  await recorder.stage({
    ...web,
    stage: 'deployment-deadline-exceeded',
    tells: 'the image of the new version is missing; the old pods still serve',
    when: object =>
      isObserved(object) &&
      hasCondition({
        object,
        type: 'Progressing',
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
      }),
  });
  await deploy({ version: '1.2.1', fails: 'crash-loop', deadline: 10 });
  await recorder.stage({
    ...web,
    stage: 'deployment-crash-loop',
    tells: 'the container of the new version ends again and again',
    when: object =>
      isObserved(object) &&
      hasCondition({ object, type: 'Progressing', status: 'False' }),
  });
}

async function playOthers(recorder) {
  const template = podTemplate({ app: 'other', version: '1.0.0' });
  const selector = { matchLabels: { app: 'other' } };
  await recorder.apply(
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'store' },
      spec: { replicas: 2, serviceName: 'store', selector, template },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent' },
      spec: { selector, template },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'report' },
      spec: { schedule: '* * * * *', jobTemplate: jobTemplate() },
    },
  );
  await recorder.stage({
    kind: 'statefulSet',
    name: 'store',
    stage: 'stateful-set-available',
    tells: 'all pods are available',
    when: ({ status }) => status?.availableReplicas === 2,
  });
  await recorder.stage({
    kind: 'daemonSet',
    name: 'agent',
    stage: 'daemon-set-available',
    tells: 'a pod is available on each node',
    when: ({ status }) => status?.numberAvailable === 2,
  });
  await recorder.stage({
    kind: 'cronJob',
    name: 'report',
    stage: 'cron-job-succeeded',
    tells: 'a job of it has succeeded',
    alongside: ['job'],
    when: ({ status }) => status?.lastSuccessfulTime !== undefined,
  });
}

function jobTemplate() {
  const template = podTemplate({ app: 'report', version: '1.0.0' });
  return {
    spec: {
      template: {
        ...template,
        spec: { ...template.spec, restartPolicy: 'Never' },
      },
    },
  };
}
