import { PromotionPlan } from '@fairlead/backstage-plugin-gitops-common';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { normalizeGitUrl } from '../../../forges/gitUrl';
import {
  changesOf,
  digestA,
  digestB,
  orders,
  overlay,
  PlanStory,
  repoUrl,
} from '../__testUtils__/planStory';
import { PlannedPromotion } from '../PromotionPlanner';
import { PlanRebaser } from './PlanRebaser';

const prod = 'apps/orders/overlays/prod/kustomization.yaml';
const written = `images:\n  - name: ${orders}\n    newTag: 1.4.2 # hand\n    digest: ${digestA}\n`;

function rebaserOf(forge: FakeForge): PlanRebaser {
  return PlanRebaser.create({
    forges: { normalize: normalizeGitUrl, forRepository: () => forge },
  });
}

async function planned(content = written) {
  const story = new PlanStory({ [prod]: content, 'README.md': 'x' });
  const { plan, contents } = await story.plan({
    dev: [{ ...overlay('dev', ''), images: [`${orders}:1.5.0@${digestB}`] }],
    prod: [overlay('prod', '1.4.2')],
  });
  expect(plan.blockers).toEqual([]);
  const repository = story.forge.repository(repoUrl);
  const push = (files: Record<string, string | null>) =>
    repository.commit({
      parents: [repository.commitOf('main').sha],
      files: new Map(Object.entries(files)),
      message: 'more',
      branch: 'main',
    });
  const rebaser = rebaserOf(story.forge);
  return {
    story,
    plan,
    contents,
    push,
    rebase: (of: PromotionPlan = plan) => rebaser.rebase({ plan: of }),
    rebaser,
  };
}

const summary = (of: PlannedPromotion) =>
  changesOf(of).map(text => text.replace(`${prod}:`, ''));

describe('PlanRebaser', () => {
  it('is the same plan on a new base when its files did not change', async () => {
    const { plan, contents, push, rebase, rebaser } = await planned();
    const { sha } = push({ 'README.md': 'y' });
    const again = await rebase();
    expect(again).toMatchObject({
      baseSha: sha,
      changed: false,
      conflicts: [],
    });
    expect(again.planned.plan).toEqual({ ...plan, baseSha: sha });
    expect(again.contents).toEqual(contents);

    const short = await rebaser.rebase({ plan, contentsUnchangedOk: true });
    expect(short).toMatchObject({ changed: false, conflicts: [] });
    expect(short.planned.plan).toEqual({ ...plan, baseSha: sha });
    expect(short.contents.size).toBe(0);
  });

  it('follows a value that has moved, and keeps what somebody else changed', async () => {
    const { plan, push, rebase } = await planned();
    const now = `# new\nresources: [../base]\nimages:\n  - {name: other, newTag: 1.4.2}\n  - newTag: 1.4.2 # hand\n    name: ${orders}\n    digest: ${digestA}\n---\nimages: []\n`;
    push({ [prod]: now });
    const again = await rebase();
    expect(again.conflicts).toEqual([]);
    expect(again.changed).toBe(true);
    expect(summary(again.planned)).toEqual([
      `5 images[1].newTag 1.4.2 -> 1.5.0`,
      `7 images[1].digest ${digestA} -> ${digestB}`,
    ]);
    expect(again.contents.get(prod)).toBe(
      now.replace('1.4.2 # hand', '1.5.0 # hand').replace(digestA, digestB),
    );
    const { plan: next } = again.planned;
    expect(next.fingerprint).not.toBe(plan.fingerprint);
    expect(next.files[0].blobSha).not.toBe(plan.files[0].blobSha);
    expect(next.files[0].diff).toContain('+  - newTag: 1.5.0 # hand');

    // What was made again can be made again.
    push({ 'README.md': 'z' });
    expect((await rebase(next)).planned.plan.edits).toEqual(next.edits);
  });

  it.each<[string, string | null, string[], Array<string | undefined>]>([
    [
      'a value that is the new one already is dropped',
      written.replace('1.4.2', '1.5.0'),
      [`4 images[0].digest ${digestA} -> ${digestB}`],
      [],
    ],
    [
      'all values being there already leaves nothing',
      written.replace('1.4.2', '1.5.0').replace(digestA, digestB),
      [],
      [],
    ],
    [
      'a third value is a conflict',
      written.replace('1.4.2', '1.4.3'),
      [`4 images[0].digest ${digestA} -> ${digestB}`],
      ['1.4.3'],
    ],
    ['a file that is gone', null, [], [undefined, undefined]],
    [
      'an entry that is gone',
      'images:\n  - {name: other, newTag: 1.4.2}\n',
      [],
      [undefined, undefined],
    ],
    [
      'a list that became something else',
      'images: none\n',
      [],
      [undefined, undefined],
    ],
  ])('%s', async (_, content, edits, now) => {
    const { push, rebase } = await planned();
    push({ [prod]: content });
    const again = await rebase();
    expect(summary(again.planned)).toEqual(edits);
    expect(again.conflicts.map(conflict => conflict.now)).toEqual(now);
  });

  it('says why a place can no longer be edited', async () => {
    const { push, rebase } = await planned();
    push({ [prod]: `${written.replace('1.4.2', '&t 1.4.2')}other: *t\n` });
    const { planned: again, conflicts } = await rebase();
    expect(conflicts).toMatchObject([
      {
        pointer: 'images[0].newTag',
        now: '1.4.2',
        reason: expect.stringContaining('anchor &t'),
      },
      { pointer: 'images[0].digest' },
    ]);
    expect(again.plan.edits).toEqual([]);
    expect(again.plan.blockers).toMatchObject([{ code: 'shared-anchor' }]);
  });

  it('is a conflict when the file is broken', async () => {
    const { push, rebase } = await planned();
    push({ [prod]: 'images: [\n' });
    const { conflicts } = await rebase();
    expect(conflicts).toHaveLength(2);
    expect(conflicts[0].reason).toContain('not valid YAML');
  });

  it('tells the documents of one file apart, and YAML inside YAML', async () => {
    const file = 'argocd/orders.yaml';
    const application = (name: string, tag: string) =>
      `kind: Application\nmetadata: {name: ${name}}\nspec:\n  source:\n    helm:\n      values: |\n        # ${name}\n        image: {tag: "${tag}"}\n`;
    const [a, b] = [application('a', '1.4.2'), application('b', '1.4.2')];
    const { plan, story, rebaser, push } = await planned();
    push({ [file]: `${a}---\n${b}` });
    const base = story.forge.repository(repoUrl).commitOf('main').sha;
    const pointer = 'spec.source.helm.values.image.tag';
    const edit = { file, pointer, line: 17, what: 'helm-value' as const };
    const stored: PromotionPlan = {
      ...plan,
      baseSha: base,
      files: [{ path: file, blobSha: 'old', diff: '' }],
      edits: [{ ...edit, subject: orders, from: '1.4.2', to: '1.5.0' }],
    };
    push({ [file]: `${b}---\n${a}---\nkind: Other\n` });
    const again = await rebaser.rebase({ plan: stored });
    expect(again.conflicts).toEqual([]);
    expect(again.contents.get(file)).toBe(
      `${application('b', '1.5.0')}---\n${a}---\nkind: Other\n`,
    );

    push({ [file]: `${a}---\nkind: Other\n` });
    expect((await rebaser.rebase({ plan: stored })).conflicts).toHaveLength(1);
  });

  it('finds places by their values when the old base is gone', async () => {
    const { plan, push, rebaser } = await planned();
    push({ [prod]: `# new\n${written}` });
    const again = await rebaser.rebase({
      plan: { ...plan, baseSha: 'f'.repeat(40) },
    });
    expect(again.conflicts).toEqual([]);
    expect(again.planned.plan.edits.map(({ line }) => line)).toEqual([4, 5]);
  });

  it('follows a directory by its tree id', async () => {
    const story = new PlanStory({
      'env/dev/a.txt': '1',
      'env/prod/a.txt': '0',
    });
    const target = (name: string) => ({
      ...overlay(name, '1'),
      source: { path: `env/${name}`, type: 'directory' as const },
    });
    const { plan, directories } = await story.plan({
      dev: [target('dev')],
      prod: [target('prod')],
      promoted: { directories: ['env/{environment}'] },
    });
    expect(directories?.size).toBe(1);
    const rebaser = rebaserOf(story.forge);
    const repository = story.forge.repository(repoUrl);
    const push = (files: Record<string, string>) =>
      repository.commit({
        parents: [repository.commitOf('main').sha],
        files: new Map(Object.entries(files)),
        message: 'more',
        branch: 'main',
      });
    push({ 'README.md': 'x' });
    const same = await rebaser.rebase({ plan });
    expect(same).toMatchObject({ changed: false, conflicts: [] });
    expect(same.planned.directories).toEqual(directories);
    expect(same.planned.plan.files).toEqual(plan.files);
    expect(same.planned.plan.fingerprint).toBe(plan.fingerprint);

    push({ 'env/prod/a.txt': '2' });
    const other = await rebaser.rebase({ plan });
    expect(other).toMatchObject({
      changed: true,
      conflicts: [{ file: 'env/prod', pointer: '' }],
    });
    expect(other.planned.directories).toBeUndefined();

    push({ 'env/prod/a.txt': '1' });
    const done = await rebaser.rebase({ plan });
    expect(done).toMatchObject({ changed: true, conflicts: [] });
    expect(done.planned.plan.edits).toEqual([]);
  });
});
