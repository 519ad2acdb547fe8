import { rolloutsController } from '../../programs/rolloutsController.mjs';
import { inPhase, retry, rollout } from './rolloutObjects.mjs';

const strategy = {
  canary: {
    steps: [
      { setWeight: 50 },
      { analysis: { templates: [{ templateName: 'errors' }] } },
    ],
  },
};
const web = {
  kind: 'rollout',
  name: 'web',
  alongside: ['analysisRun', 'replicaSet'],
};

/** A canary whose analysis fails and aborts it, and which passes when it is tried again. */
export const canaryAnalysisStory = {
  name: 'canary-analysis',
  program: rolloutsController,
  needs: [rolloutsController],
  namespace: 'story-canary-analysis',
  watches: ['rollout'],

  async play(recorder) {
    await recorder.setMetric('metric/errors?value=1');
    await recorder.apply(
      errorsTemplate(recorder.metricUrl('metric/errors')),
      rollout({ name: 'web', version: '1.0.0', strategy }),
    );
    await recorder.until({ ...web, when: inPhase('Healthy') });

    await recorder.setMetric('metric/errors?value=12');
    await recorder.apply(rollout({ name: 'web', version: '1.1.0', strategy }));
    await recorder.stage({
      ...web,
      stage: 'analysis-running',
      tells: 'half of the pods have the new version, an analysis runs',
      when: inPhase('Progressing', analysisIs('Running')),
    });
    await recorder.stage({
      ...web,
      stage: 'aborted-by-analysis',
      tells: 'the analysis failed; the rollout is aborted',
      when: inPhase(
        'Degraded',
        ({ status }) => status.abort === true && status.updatedReplicas > 0,
      ),
    });
    await recorder.stage({
      ...web,
      stage: 'back-at-stable',
      tells: 'aborted, and all pods have the stable version again',
      when: inPhase(
        'Degraded',
        ({ status }) =>
          status.abort === true &&
          !status.updatedReplicas &&
          status.availableReplicas === 4,
      ),
    });

    await recorder.setMetric('metric/errors?value=0');
    await recorder.patch({ ...web, ...retry });
    await recorder.until({
      ...web,
      when: inPhase('Progressing', analysisIs('Running')),
    });
    await recorder.stage({
      ...web,
      stage: 'promoted-after-analysis',
      tells: 'the second analysis passed; the new version is the stable one',
      when: inPhase('Healthy'),
    });
  },
};

const analysisIs =
  phase =>
  ({ status }) =>
    status.canary?.currentStepAnalysisRunStatus?.status === phase;

function errorsTemplate(url) {
  return {
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
          provider: { web: { url, jsonPath: '{$.value}' } },
        },
      ],
    },
  };
}
