import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  quick,
  startBehindPortal,
  startBehindWorld,
  toStaging,
} from './__testUtils__/portal/behindServices';
import { LogBook } from './__testUtils__/portal/LogBook';
import { deployedComponent } from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const services = ['orders', 'carts', 'users', 'mails', 'taxes'];
const forgeToken = 'adas-own-token';
const readToken = 'adas-reading-token';
const reason = 'The fix';
const adasEntity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ada' },
  spec: { profile: { displayName: 'Ada', email: 'ada@acme.example' } },
};

describe('pull requests that are opened as the user', () => {
  const log = new LogBook();
  let knex: Knex;
  let world: TestWorld;
  let portal: TestPortal;

  const start = async () =>
    startBehindPortal(world, {
      services,
      knex,
      gitops: { promotions: { ...quick, openAs: 'user' } },
      entities: [...services.map(each => deployedComponent(each)), adasEntity],
      features: [log.factory],
    });

  beforeAll(async () => {
    world = await startBehindWorld(services);
    await world.forge.content.createUser({
      login: 'ada',
      name: 'Ada',
      email: 'ada@acme.example',
      tokens: [forgeToken],
      readOnlyTokens: [readToken],
    });
    knex = await databases.init('SQLITE_3');
    portal = await start();
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  const request = (service: string) => ({ ...toStaging(service), reason });
  /** Who did what of a pull request on the forge. */
  const authorsOf = (number: number) => {
    const { comments, users } = world.forge.domain;
    const pullRequest = world.repository.pullRequest(number);
    const login = (id: number) => users.get(id).login;
    return {
      opened: login(pullRequest.authorId),
      commented: comments
        .list(pullRequest)
        .map(({ authorId }) => login(authorId)),
    };
  };
  const opened = async (promotion: { id: string }) => {
    const detail = await portal.promotion(promotion, 'open');
    const { number = 0, headBranch = '' } = detail.promotion.pullRequest ?? {};
    return { ...detail, number, headBranch };
  };
  const freeze = async (service: string) =>
    portal.ada.createRestriction({
      kind: 'freeze',
      scope: { entityRef: `component:default/${service}` },
      reason: 'Not now',
    });

  it('are theirs, and what is shown on them is the portal’s', async () => {
    const answer = await portal.ada.planPromotion(toStaging('orders'));
    expect(answer.openAs).toEqual({ host: new URL(world.forge.url).host });

    const promotion = await portal.ada.createPromotion(request('orders'), {
      forgeToken,
    });
    const { events, number, headBranch } = await opened(promotion);
    const [pullRequest] = world.repository.pullRequests();
    expect(pullRequest).toMatchObject({ number, labels: ['fairlead'] });
    const { opened: openedBy, commented } = await waitFor(async () => {
      const authors = authorsOf(number);
      return authors.commented.length > 0 && authors;
    });
    expect(openedBy).toBe('ada');
    expect(commented).toEqual(['portal[bot]']);
    const { content } = world.forge;
    const [commit] = await content.log({
      owner: 'acme',
      name: 'gitops',
      ref: headBranch,
      limit: 1,
    });
    expect(commit.author.email).toBe('ada@acme.example');
    expect(commit.message).toContain('Requested-By: user:default/ada');
    expect(commit.message).not.toContain('Co-authored-by');
    expect(events.map(({ type, actor }) => [type, actor])).toEqual([
      ['requested', 'user:default/ada'],
      ['opened', 'user:default/ada'],
    ]);
  });

  it('are theirs for a rollback, too', async () => {
    const service = 'orders';
    const environment = 'staging';
    await portal.verified({ service, environment, version: '1.0.0' });
    const [{ number }] = world.repository.pullRequests();
    const revision = await world.repository.merge(number);
    await world.deploy({ service, environment, version: '1.1.0', revision });
    await portal.verified({ service, environment, version: '1.1.0' });

    const back = { entityRef: `component:default/${service}`, environment };
    const { openAs } = await portal.ada.planRollback(back);
    expect(openAs).toEqual({ host: new URL(world.forge.url).host });
    const rollback = await portal.ada.createRollback(
      { ...back, reason },
      { forgeToken },
    );
    const answer = await opened(rollback);
    expect(authorsOf(answer.number).opened).toBe('ada');
  });

  it('are the portal’s when no token came', async () => {
    const promotion = await portal.ada.createPromotion(request('taxes'));
    const { events, number } = await opened(promotion);
    expect(authorsOf(number).opened).toBe('portal[bot]');
    expect(events.map(({ type }) => type)).toEqual(['requested', 'opened']);
  });

  it('are refused with a token that the forge does not know, before anything is stored', async () => {
    const refusal = await refusalOf(
      portal.ada.createPromotion(request('carts'), { forgeToken: 'nobodys' }),
    );
    expect(refusal.status).toBe(401);
    expect(refusal.message).toMatch(
      /^The pull request is to be opened as you, but the forge does not accept your token: localhost:\d+ refused user:default\/ada's credentials for acme\/gitops, trying to read files at main: Bad credentials.*\. Sign in to localhost:\d+ again/,
    );
    expect(
      await portal.ada.listPromotions({ entityRef: 'component:default/carts' }),
    ).toMatchObject({ promotions: [] });
    expect(portal.audited.at(-1)).toBe('promotion-create failed');

    const malformed = await refusalOf(
      portal.ada.createPromotion(request('carts'), { forgeToken: 'two words' }),
    );
    expect(malformed.status).toBe(400);
    expect(malformed.message).not.toContain('two words');
  });

  it('are opened by the portal where the user may read and not write, and the timeline says so', async () => {
    const promotion = await portal.ada.createPromotion(request('users'), {
      forgeToken: readToken,
    });
    const { events, number, headBranch } = await opened(promotion);
    expect(authorsOf(number).opened).toBe('portal[bot]');
    expect(await world.repository.lastMessage(headBranch)).toContain(
      'Co-authored-by: Ada <ada@acme.example>',
    );
    expect(events.at(-1)).toMatchObject({
      type: 'opened-by-portal',
      message: expect.stringMatching(
        /^The portal's own account saw to it that pull request #\d+ was opened, for user:default\/ada: localhost:\d+ (does not allow user:default\/ada to|could not) /,
      ),
    });
  });

  it('are opened by the portal after a restart, which has forgotten the token', async () => {
    const { id: freezeId } = await freeze('mails');
    const promotion = await portal.ada.createPromotion(request('mails'), {
      forgeToken,
    });
    await portal.promotion(promotion, 'planned');
    await portal.stop();
    portal = await start();
    await portal.ada.liftRestriction({ id: freezeId, reason: 'Go' });

    const { events, number, headBranch } = await opened(promotion);
    expect(authorsOf(number).opened).toBe('portal[bot]');
    expect(await world.repository.lastMessage(headBranch)).toContain(
      'Co-authored-by: Ada <ada@acme.example>',
    );
    expect(events.at(-1)).toMatchObject({
      type: 'opened-by-portal',
      message: `The portal's own account saw to it that pull request #${number} was opened, for user:default/ada: their forge token is not at hand any more, as it is kept for ten minutes at most and never stored.`,
    });
  });

  it('are the user’s when a gate lets the promotion pass in time; and no token is written anywhere', async () => {
    const { id } = await freeze('carts');
    const promotion = await portal.ada.createPromotion(request('carts'), {
      forgeToken,
    });
    await portal.promotion(promotion, 'planned');
    const stored = await everythingIn(knex);
    await portal.ada.liftRestriction({ id, reason: 'Go' });
    const { number } = await opened(promotion);
    expect(authorsOf(number).opened).toBe('ada');

    expect(stored).toContain(promotion.id);
    expect(log.lines.join('\n')).toContain(
      "can't be opened as user:default/ada",
    );
    const written = [
      stored,
      await everythingIn(knex),
      ...log.lines,
      JSON.stringify(portal.signals),
      JSON.stringify(await portal.ada.getPromotion(promotion.id)),
    ].join('\n');
    for (const token of [forgeToken, readToken, 'nobodys', 'two words']) {
      expect(written).not.toContain(token);
    }
  });
});

async function everythingIn(knex: Knex): Promise<string> {
  const tables = await knex('sqlite_master').where({ type: 'table' });
  const rows = await Promise.all(
    tables.map(({ name }: { name: string }) => knex(name)),
  );
  return JSON.stringify(rows);
}
