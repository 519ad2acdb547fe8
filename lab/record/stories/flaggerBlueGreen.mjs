import { flagger } from '../../programs/flagger.mjs';
import { deployment } from '../workloads.mjs';

const web = { kind: 'canary', name: 'web', alongside: ['deployment'] };
const inPhase =
  phase =>
  ({ status }) =>
    status?.phase === phase;
const gates = ['start', 'checks', 'promotion'];

/** Flagger's blue-green without a mesh: each phase up to success, and a version that is rolled back. */
export const flaggerBlueGreenStory = {
  name: 'blue-green',
  program: flagger,
  needs: [flagger],
  namespace: 'story-flagger',
  watches: ['canary'],

  async play(recorder) {
    const deploy = version =>
      recorder.apply(deployment({ app: 'web', version }));
    const open = (gate, isOpen = true) =>
      recorder.setMetric(`gate/${gate}?open=${isOpen}`);
    const phase = (name, tells, also = () => true) =>
      recorder.stage({
        ...web,
        stage: name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase(),
        tells,
        seconds: 150,
        when: object => inPhase(name)(object) && also(object),
      });

    await deploy('1.0.0');
    await recorder.apply(canary(gate => recorder.metricUrl(`gate/${gate}`)));
    await phase('Initializing', 'the primary is being made');
    await phase('Initialized', 'the primary serves; nothing is analysed yet');

    await deploy('1.1.0');
    await phase(
      'Waiting',
      'a new version is held by a confirm-rollout webhook',
    );
    await open('start');
    await phase('Progressing', 'the analysis begins');
    await open('checks');
    await recorder.stage({
      ...web,
      stage: 'iterating',
      tells: 'some iterations of the analysis have passed',
      seconds: 150,
      when: ({ status }) =>
        status.phase === 'Progressing' && status.iterations > 0,
    });
    await phase(
      'WaitingPromotion',
      'the analysis passed; a confirm-promotion webhook holds it',
    );
    await open('promotion');
    await phase('Promoting', 'the version is copied to the primary');
    await phase('Finalising', 'the canary is scaled down');
    await phase('Succeeded', 'the new version is promoted');

    await open('checks', false);
    await deploy('1.2.0');
    await recorder.stage({
      ...web,
      stage: 'failing',
      tells: 'checks of the new version fail',
      seconds: 150,
      when: ({ status }) =>
        status.phase === 'Progressing' && status.failedChecks > 0,
    });
    await phase('Failed', 'too many checks failed; it was rolled back');
    for (const gate of gates) await open(gate, false);
  },
};

function canary(gateUrl) {
  return {
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    metadata: { name: 'web' },
    spec: {
      provider: 'kubernetes',
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      progressDeadlineSeconds: 60,
      service: { port: 80, targetPort: 8080 },
      analysis: {
        interval: '10s',
        threshold: 2,
        iterations: 3,
        webhooks: [
          { name: 'start', type: 'confirm-rollout', url: gateUrl('start') },
          { name: 'checks', type: 'rollout', url: gateUrl('checks') },
          {
            name: 'promotion',
            type: 'confirm-promotion',
            url: gateUrl('promotion'),
          },
        ],
      },
    },
  };
}
