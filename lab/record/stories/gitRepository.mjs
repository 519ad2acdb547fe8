import { sourceController } from '../../programs/sourceController.mjs';
import { hasCondition, ready } from '../conditions.mjs';
import { deployment } from '../workloads.mjs';
import { gitRepository, reconcileNow } from './fluxObjects.mjs';

/** A source of Flux from its creation to a new commit, and one that can't be fetched. */
export const gitRepositoryStory = {
  name: 'git-repository',
  program: sourceController,
  needs: [sourceController],
  namespace: 'story-sources',
  watches: ['gitRepository'],

  async play(recorder) {
    const { content, url } = await recorder.repository('sources');
    const commit = version =>
      content.commit(`web ${version}`, {
        'deployment.yaml': deployment({ app: 'web', version }),
      });
    await commit('1.0.0');

    const shop = { kind: 'gitRepository', name: 'shop' };
    await recorder.apply(gitRepository({ name: 'shop', url }));
    await recorder.stage({
      ...shop,
      stage: 'new',
      tells: 'just created; the controller has not seen it',
      when: ({ status }) => !status?.conditions,
    });
    await recorder.stage({
      ...shop,
      stage: 'ready-without-artifact',
      tells:
        'the branch was fetched; conditions are written before the artifact',
      when: object =>
        ready('True', 'Succeeded')(object) && !object.status.artifact,
    });
    await recorder.stage({
      ...shop,
      stage: 'ready',
      tells: 'the branch was fetched',
      when: object => ready('True')(object) && object.status.artifact,
    });

    const id = await commit('1.1.0');
    await recorder.patch({ ...shop, patch: reconcileNow() });
    await recorder.stage({
      ...shop,
      stage: 'fetching',
      tells: 'a new commit is being fetched; the artifact is still the old one',
      when: object =>
        hasCondition({ object, type: 'Reconciling', status: 'True' }),
    });
    await recorder.stage({
      ...shop,
      stage: 'ready-at-new-commit',
      tells: 'the new commit was fetched',
      when: object =>
        ready('True')(object) && object.status.artifact.revision.endsWith(id),
    });

    await recorder.patch({ ...shop, patch: { spec: { suspend: true } } });
    await recorder.stage({
      ...shop,
      stage: 'suspended',
      tells: 'suspended while it was ready',
      when: ({ spec }) => spec.suspend === true,
    });

    await recorder.apply(
      gitRepository({ name: 'gone', url: url.replace('sources', 'gone') }),
    );
    await recorder.stage({
      kind: 'gitRepository',
      name: 'gone',
      stage: 'fetch-failed',
      tells: 'the repository does not exist',
      when: ready('False'),
    });
  },
};
