import {
  quick,
  startBehindPortal,
  startBehindWorld,
  toStaging,
} from './__testUtils__/portal/behindServices';
import { overlayOf } from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

const grace = 'user:default/grace';

describe('when the base branch moves, a pull request', () => {
  const services = ['accounts', 'billing', 'carts', 'delivery', 'emails'];
  let world: TestWorld;
  let portal: TestPortal;

  beforeAll(async () => {
    world = await startBehindWorld(services);
    portal = await startBehindPortal(world, {
      services,
      groups: { [grace]: ['group:default/team-shop'] },
      gitops: {
        environments: [
          { name: 'dev' },
          { name: 'staging', policy: { gates: { approvals: {} } } },
        ],
        promotions: quick,
      },
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  async function opened(service: string) {
    const asked = await portal.ada.createPromotion({
      ...toStaging(service),
      reason: 'Fix',
    });
    const { promotion } = await portal.promotion(asked, 'open');
    const { number = 0, headBranch = '' } = promotion.pullRequest ?? {};
    const file = overlayOf(service, 'staging');
    return { id: asked.id, number, branch: headBranch, file };
  }

  /** Grace changes a file on the main branch. */
  async function change(file: string, edit: (text: string) => string) {
    const text = (await world.repository.read(file)) ?? '';
    return world.repository.commit({ [file]: edit(text) });
  }

  /** Resolves when something is in the timeline. */
  const happened = async (id: string, type: string) =>
    waitFor(async () => {
      const { events } = await portal.ada.getPromotion(id);
      return events.find(each => each.type === type);
    });

  it('stays as it is while its own files are the same', async () => {
    const { id, number } = await opened('accounts');
    const before = world.repository.pullRequest(number);
    const base = await change(overlayOf('accounts', 'dev'), text =>
      text.replace('1.1.0', '1.1.1'),
    );
    await waitFor(async () => {
      const { promotion } = await portal.ada.getPromotion(id);
      return promotion.pullRequest?.baseSha === base;
    });
    await portal.ada.createRestriction({
      kind: 'freeze',
      scope: { entityRef: 'component:default/accounts' },
      reason: 'Makes the promotion be looked at once more',
    });
    await happened(id, 'gate-waiting');
    expect(world.repository.pullRequest(number).headSha).toBe(before.headSha);
    const { events } = await portal.ada.getPromotion(id);
    expect(events.map(({ type }) => type)).not.toContain('replanned');
  });

  it('is made again on what is there now, keeps what others wrote, and its approvals', async () => {
    const { id, number, branch, file } = await opened('billing');
    await portal.as(grace).approvePromotion({ id });
    const { headSha } = world.repository.pullRequest(number);
    const base = await change(file, text => `# Ours\n${text}`);
    const replanned = await happened(id, 'replanned');
    expect(replanned.message).toBe(
      `main has changed the same files: the plan was made again on ${base.slice(0, 7)}.`,
    );
    const { events } = await waitFor(async () => {
      const found = await portal.ada.getPromotion(id);
      return found.events.some(({ type }) => type === 'updated') && found;
    });
    // By Fairlead, and nobody else.
    expect(events.map(({ type }) => type)).not.toContain('pushed');
    const after = world.repository.pullRequest(number);
    expect(after.headSha).not.toBe(headSha);
    expect(await world.repository.read(file, branch)).toBe(
      (await world.repository.read(file))?.replace('1.0.0', '1.1.0'),
    );
    const { promotion, approvals } = await portal.ada.getPromotion(id);
    expect(promotion).toMatchObject({
      conflicts: [],
      plan: { baseSha: base, edits: [{ line: 6, from: '1.0.0', to: '1.1.0' }] },
      pullRequest: { number, headSha: after.headSha },
    });
    expect(approvals).toMatchObject([{ by: grace, counts: true }]);
    expect(world.repository.pullRequests()).toHaveLength(2);
    const merged = await portal.ada.mergePromotion({ id });
    expect(merged.state).toBe('merged');
    expect(await world.repository.read(file)).toMatch(
      /^# Ours\n[^]*newTag: "1\.1\.0" # by promotion\n$/,
    );
  });

  it('keeps its approvals when its value has moved within a list', async () => {
    const { id, branch, file } = await opened('carts');
    await portal.as(grace).approvePromotion({ id });
    const entry = '- name: ghcr.io/acme/proxy\n  newTag: "9"\n';
    await change(file, text => text.replace('images:\n', `images:\n${entry}`));
    await happened(id, 'updated');
    expect(await world.repository.read(file, branch)).toContain(
      `${entry}- name: ghcr.io/acme/carts\n  newTag: "1.1.0"`,
    );
    const { approvals } = await portal.ada.getPromotion(id);
    expect(approvals).toMatchObject([{ by: grace, counts: true }]);
    expect((await portal.ada.mergePromotion({ id })).state).toBe('merged');
  });

  it('is in conflict only when somebody else writes a third value, until they take it back', async () => {
    const { id, number, file } = await opened('delivery');
    await portal.as(grace).approvePromotion({ id });
    await change(file, text => text.replace('1.0.0', '1.0.5'));
    const message = `Somebody else changed the same value: ${file} has 1.0.5 at images[0].newTag, neither 1.0.0 nor 1.1.0. Cancel this promotion, or put the value back.`;
    const { promotion, events, allowances } = await waitFor(async () => {
      const found = await portal.ada.getPromotion(id);
      return found.promotion.conflicts.length > 0 && found;
    });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'conflict', message }),
    );
    expect(promotion).toMatchObject({
      state: 'open',
      message,
      conflicts: [{ file, from: '1.0.0', to: '1.1.0', now: '1.0.5' }],
    });
    expect(allowances.merge).toEqual({ allowed: false, why: message });
    expect(await refusalOf(portal.ada.mergePromotion({ id }))).toEqual({
      status: 409,
      message,
    });
    await waitFor(() =>
      world.repository.comments(number)[0].includes('| `1.0.5` |'),
    );
    expect(world.repository.comments(number)).toHaveLength(1);

    await change(file, text => text.replace('1.0.5', '1.0.0'));
    await waitFor(async () => {
      const { promotion: now } = await portal.ada.getPromotion(id);
      return now.conflicts.length === 0;
    });
    expect((await portal.ada.mergePromotion({ id })).state).toBe('merged');
    expect(await world.repository.read(file)).toContain('1.1.0');
  });

  it('that somebody pushed to is left as it is', async () => {
    const { id, number, branch, file } = await opened('emails');
    const pushed = await world.repository.commit(
      { 'notes.md': 'Mine\n' },
      { branch },
    );
    await happened(id, 'pushed');
    await change(file, text => `# Ours\n${text}`);
    const { message } = await happened(id, 'not-updated');
    expect(message).toBe(
      `main has changed the same files, but somebody pushed to ${branch}, so it is left as it is.`,
    );
    expect(world.repository.pullRequest(number).headSha).toBe(pushed);
    await portal.ada.cancelPromotion({ id, reason: 'Mine now' });
    expect(await world.repository.head(branch)).toBe(pushed);
  });
});
