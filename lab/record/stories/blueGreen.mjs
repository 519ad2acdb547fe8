import { rolloutsController } from '../../programs/rolloutsController.mjs';
import { service } from '../workloads.mjs';
import { inPhase, promote, rollout } from './rolloutObjects.mjs';

const strategy = {
  blueGreen: {
    activeService: 'web-active',
    previewService: 'web-preview',
    autoPromotionEnabled: false,
    scaleDownDelaySeconds: 5,
  },
};
const web = { kind: 'rollout', name: 'web', alongside: ['replicaSet'] };

/** A blue-green rollout that is promoted by hand. */
export const blueGreenStory = {
  name: 'blue-green',
  program: rolloutsController,
  needs: [rolloutsController],
  namespace: 'story-blue-green',
  watches: ['rollout'],

  async play(recorder) {
    const deploy = version =>
      recorder.apply(rollout({ name: 'web', version, strategy, replicas: 2 }));
    await recorder.apply(
      service({ name: 'web-active', app: 'web' }),
      service({ name: 'web-preview', app: 'web' }),
    );
    await deploy('1.0.0');
    await recorder.stage({
      ...web,
      stage: 'healthy',
      tells: 'the first version is active',
      when: inPhase('Healthy'),
    });

    await deploy('1.1.0');
    await recorder.stage({
      ...web,
      stage: 'preview-progressing',
      tells: 'the new version starts behind the preview service',
      when: inPhase('Progressing', isPreviewing),
    });
    await recorder.stage({
      ...web,
      stage: 'paused-before-promotion',
      tells: 'the preview is ready and waits for a person',
      when: inPhase('Paused', isPreviewing),
    });
    await recorder.patch({ ...web, ...promote });
    await recorder.stage({
      ...web,
      stage: 'promoted',
      tells: 'the active service leads to the new version',
      when: inPhase('Healthy', isActive),
    });
    await recorder.stage({
      ...web,
      stage: 'old-version-gone',
      tells: 'the pods of the old version are gone as well',
      when: inPhase(
        'Healthy',
        object => isActive(object) && object.status.replicas === 2,
      ),
    });
  },
};

function isPreviewing({ status }) {
  const { activeSelector, previewSelector } = status.blueGreen;
  return (
    previewSelector === status.currentPodHash &&
    activeSelector !== status.currentPodHash
  );
}

function isActive({ status }) {
  return (
    status.blueGreen.activeSelector === status.currentPodHash &&
    status.stableRS === status.currentPodHash
  );
}
