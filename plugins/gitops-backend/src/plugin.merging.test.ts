import {
  quick,
  startBehindPortal,
  startBehindWorld,
  toStaging,
} from './__testUtils__/portal/behindServices';
import { TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

describe('a pull request', () => {
  const services = ['accounts', 'billing', 'carts'];
  let world: TestWorld;
  let portal: TestPortal;

  beforeAll(async () => {
    world = await startBehindWorld(services);
    await world.repository.commit({
      'apps/accounts/overlays/fairlead.yaml':
        'environments:\n  staging:\n    merge: automatic\n',
      'apps/billing/overlays/fairlead.yaml':
        'environments:\n  staging:\n    merge: forge\n',
      'apps/carts/overlays/fairlead.yaml':
        'environments:\n  staging:\n    merge: automatic\n',
    });
    portal = await startBehindPortal(world, {
      services,
      gitops: { promotions: quick },
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  const promote = async (service: string) =>
    portal.ada.createPromotion({ ...toStaging(service), reason: 'Fix' });
  const freeze = async (service: string) =>
    portal.ada.createRestriction({
      kind: 'freeze',
      scope: { entityRef: `component:default/${service}` },
      reason: 'Wait',
    });

  async function opened(service: string) {
    const { promotion } = await portal.promotion(
      await promote(service),
      'open',
    );
    return promotion;
  }

  it('is merged by Fairlead when all gates pass, exactly as it was seen', async () => {
    const merging = world.fault({
      surface: 'forge',
      method: 'PUT',
      path: '/merge$',
      fault: { type: 'status', status: 503 },
    });
    const { id, pullRequest } = await opened('accounts');
    const number = pullRequest?.number ?? 0;
    await waitFor(() =>
      world.requests.some(each => /PUT .*\/merge$/.test(each)),
    );
    const { id: frozen } = await freeze('accounts');
    merging();
    await waitFor(async () => {
      const { promotion } = await portal.ada.getPromotion(id);
      return promotion.message.includes('Freeze: ada has frozen accounts');
    });
    expect(world.repository.pullRequest(number).state).toBe('open');
    await portal.ada.liftRestriction({ id: frozen, reason: 'Go on' });
    const { events } = await portal.promotion({ id }, 'merged');
    expect(events.at(-1)).toMatchObject({
      type: 'merged',
      actor: 'portal',
    });
    const merged = world.repository.pullRequest(number);
    expect(merged.headSha).toBe(pullRequest?.headSha);
    const message = await world.repository.lastMessage('main');
    expect(message?.split('\n')).toEqual([
      `Promote accounts 1.1.0 to staging (#${number})`,
      '',
      `Promotion-Id: ${id}`,
      'Promoted-From: dev',
      'Promoted-To: staging',
      'Requested-By: user:default/ada',
    ]);
  });

  it('that somebody pushed to is theirs to merge', async () => {
    const { id: frozen } = await freeze('carts');
    const asked = await promote('carts');
    const held = await portal.promotion(asked, 'planned');
    expect(held.promotion.pullRequest).toBeUndefined();
    const hang = world.fault({
      surface: 'forge',
      method: 'PUT',
      path: '/merge$',
      fault: { type: 'status', status: 503 },
    });
    await portal.ada.liftRestriction({ id: frozen, reason: 'Go on' });
    const { promotion } = await portal.promotion(asked, 'open');
    const { number = 0, headBranch = '' } = promotion.pullRequest ?? {};
    await world.repository.commit(
      { 'notes.md': 'Mine\n' },
      { branch: headBranch },
    );
    await waitFor(async () => {
      const { events } = await portal.ada.getPromotion(asked.id);
      return events.some(({ type }) => type === 'pushed');
    });
    hang();
    // Asked by a person, it is.
    expect(world.repository.pullRequest(number).state).toBe('open');
    const merged = await portal.ada.mergePromotion({ id: asked.id });
    expect(merged.state).toBe('merged');
    expect(await world.repository.read('notes.md')).toBe('Mine\n');
  });

  it('is left to the auto-merge of a forge that requires the gates and a check', async () => {
    world.repository.protect({
      checks: { strict: false, contexts: ['fairlead/gates', 'validate'] },
    });
    const frozen = await freeze('billing');
    const asked = await promote('billing');
    await portal.promotion(asked, 'planned');
    await portal.ada.liftRestriction({ id: frozen.id, reason: 'Go on' });
    const { promotion } = await portal.promotion(asked, 'open');
    const number = promotion.pullRequest?.number ?? 0;
    const { events } = await waitFor(async () => {
      const found = await portal.ada.getPromotion(asked.id);
      return found.promotion.pullRequest?.autoMerge && found;
    });
    expect(events.map(({ type }) => type)).toContain('scheduled');
    // It is shown after the merge was left to the forge.
    await waitFor(() => world.repository.statuses(number).length > 0);
    expect(world.repository.statuses(number)).toEqual([
      'fairlead/gates success All gates pass',
    ]);
    expect(world.repository.pullRequest(number).state).toBe('open');
    await world.repository.check(number, { context: 'validate' });
    const { promotion: merged } = await portal.promotion(asked, 'merged');
    expect(merged.pullRequest).toMatchObject({
      headSha: promotion.pullRequest?.headSha,
      mergedBy: 'portal',
    });
    expect(await world.repository.lastMessage('main')).toContain(
      `Promotion-Id: ${asked.id}`,
    );
  });
});
