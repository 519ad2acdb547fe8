import { rolloutsController } from '../../programs/rolloutsController.mjs';
import {
  abort,
  inPhase,
  promote,
  promoteFully,
  retry,
  rollout,
} from './rolloutObjects.mjs';

const strategy = {
  canary: {
    steps: [
      { setWeight: 25 },
      { pause: {} },
      { setWeight: 50 },
      { pause: { duration: '4s' } },
      { setWeight: 75 },
      { pause: { duration: '4s' } },
    ],
  },
};
const web = { kind: 'rollout', name: 'web', alongside: ['replicaSet'] };
const atStep =
  index =>
  ({ status }) =>
    status.currentStepIndex === index;

/** A canary that is promoted by hand, and one that a person pauses, aborts, tries again and promotes fully. */
export const canaryStory = {
  name: 'canary',
  program: rolloutsController,
  needs: [rolloutsController],
  namespace: 'story-canary',
  watches: ['rollout'],

  async play(recorder) {
    const deploy = version =>
      recorder.apply(rollout({ name: 'web', version, strategy }));

    await deploy('1.0.0');
    await recorder.stage({
      ...web,
      stage: 'new',
      tells: 'just created; the controller has not seen it',
      when: ({ status }) => !status?.phase,
    });
    await recorder.stage({
      ...web,
      stage: 'first-progressing',
      tells: 'the first version ever: no steps are taken',
      when: inPhase('Progressing', ({ status }) => status.updatedReplicas > 0),
    });
    await recorder.stage({
      ...web,
      stage: 'healthy',
      tells: 'the first version runs',
      when: inPhase('Healthy'),
    });

    await deploy('1.1.0');
    await playPromotedByHand(recorder);
    await deploy('1.2.0');
    await playByHand(recorder);
  },
};

async function playPromotedByHand(recorder) {
  await recorder.stage({
    ...web,
    stage: 'step-1-progressing',
    tells: 'a quarter of the pods get the new version',
    when: inPhase('Progressing', atStep(0)),
  });
  await recorder.stage({
    ...web,
    stage: 'paused-until-promoted',
    tells: 'waits at a pause without an end',
    when: inPhase(
      'Paused',
      ({ status }) => status.pauseConditions?.[0].reason === 'CanaryPauseStep',
    ),
  });
  await recorder.patch({ ...web, ...promote });
  await recorder.stage({
    ...web,
    stage: 'step-3-progressing',
    tells: 'promoted by a person; half of the pods get the new version',
    when: inPhase('Progressing', atStep(2)),
  });
  await recorder.stage({
    ...web,
    stage: 'paused-for-a-time',
    tells: 'waits at a pause of a few seconds',
    when: inPhase('Paused', atStep(3)),
  });
  await recorder.stage({
    ...web,
    stage: 'step-5-progressing',
    tells: 'three quarters of the pods get the new version',
    when: inPhase('Progressing', atStep(4)),
  });
  await recorder.stage({
    ...web,
    stage: 'all-steps-taken',
    tells: 'all steps are taken; the last pods are replaced',
    when: inPhase('Progressing', atStep(6)),
  });
  await recorder.stage({
    ...web,
    stage: 'promoted',
    tells: 'the new version is the stable one',
    when: inPhase(
      'Healthy',
      ({ status }) => status.stableRS === status.currentPodHash,
    ),
  });
}

async function playByHand(recorder) {
  const atPause = inPhase('Paused', atStep(1));
  await recorder.until({ ...web, when: atPause });
  await recorder.patch({ ...web, patch: { spec: { paused: true } } });
  await recorder.stage({
    ...web,
    stage: 'paused-by-a-person',
    tells: 'a person set spec.paused while it waited at a pause',
    when: inPhase('Paused', ({ spec }) => spec.paused === true),
  });
  await recorder.patch({ ...web, patch: { spec: { paused: false } } });
  await recorder.until({
    ...web,
    when: inPhase('Paused', ({ spec }) => !spec.paused),
  });
  await recorder.patch({ ...web, ...abort });
  await recorder.stage({
    ...web,
    stage: 'aborted-by-a-person',
    tells: 'aborted; the stable version takes over',
    when: inPhase('Degraded', ({ status }) => status.abort === true),
  });
  await recorder.patch({ ...web, ...retry });
  await recorder.stage({
    ...web,
    stage: 'retried',
    tells: 'tried again from the first step',
    when: inPhase('Progressing', ({ status }) => !status.abort),
  });
  await recorder.until({ ...web, when: atPause });
  await recorder.patch({ ...web, ...promoteFully });
  await recorder.stage({
    ...web,
    stage: 'promoted-fully',
    tells: 'promoted without the rest of the steps; under way',
    when: inPhase('Progressing', ({ status }) => status.promoteFull === true),
  });
  await recorder.stage({
    ...web,
    stage: 'fully-promoted',
    tells: 'promoted without the rest of the steps; done',
    when: inPhase('Healthy'),
  });
}
