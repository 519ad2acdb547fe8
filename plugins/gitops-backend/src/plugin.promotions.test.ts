import { Knex } from 'knex';
import { overlayOf } from './__testUtils__/portal/services';
import {
  quick,
  startBehindPortal,
  startBehindWorld,
  toStaging,
} from './__testUtils__/portal/behindServices';
import { TestPortal } from './__testUtils__/portal/TestPortal';
import { TestRepository } from './__testUtils__/portal/TestRepository';
import { TestWorld } from './__testUtils__/portal/TestWorld';
import { WebhookReceiver } from './__testUtils__/portal/WebhookReceiver';
import { testDatabases } from './__testUtils__/testDatabases';

jest.setTimeout(60_000);

const databases = testDatabases();

describe.each(databases.eachSupportedId())('a promotion, on %p', database => {
  let knex: Knex;
  let world: TestWorld;
  let portal: TestPortal;

  beforeAll(async () => {
    world = await startBehindWorld(['orders']);
    const source = await TestRepository.create({
      forge: world.forge,
      name: 'orders',
    });
    await source.tag('v1.0.0');
    await source.commit(
      { 'main.go': 'package main\n' },
      { message: 'Keep carts\n\nLong.' },
    );
    await source.tag('v1.1.0');
    knex = await databases.init(database);
    portal = await startBehindPortal(world, { services: ['orders'], knex });
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  it('goes from a plan over a pull request to a version that is verified', async () => {
    const { repository } = world;
    const base = await repository.head();
    const file = overlayOf('orders', 'staging');
    const { plan, active } = await portal.ada.planPromotion(
      toStaging('orders'),
    );
    expect(active).toBeUndefined();
    expect(plan).toMatchObject({
      repoUrl: repository.url,
      baseBranch: 'main',
      baseSha: base,
      targets: ['nonprod:argoproj.io:application:argocd:orders-staging'],
      fromVersion: { images: [{ tag: '1.0.0' }] },
      toVersion: { images: [{ tag: '1.1.0' }] },
      edits: [
        {
          file,
          line: 5,
          pointer: 'images[0].newTag',
          what: 'image-tag',
          subject: 'ghcr.io/acme/orders',
          from: '1.0.0',
          to: '1.1.0',
        },
      ],
      blockers: [],
    });
    expect(plan.files).toMatchObject([
      {
        path: file,
        diff: [
          `--- a/${file}`,
          `+++ b/${file}`,
          '@@ -2,4 +2,4 @@',
          ' - ../../base',
          ' images:',
          ' - name: ghcr.io/acme/orders',
          '-  newTag: "1.0.0" # by promotion',
          '+  newTag: "1.1.0" # by promotion',
          '',
        ].join('\n'),
      },
    ]);
    expect(repository.pullRequests()).toEqual([]);

    // A double click, and a third one later.
    const wanted = {
      ...toStaging('orders'),
      reason: 'Carts were lost, says @bob',
      fingerprint: plan.fingerprint,
    };
    portal.statuses.length = 0;
    const [first, second] = await Promise.all([
      portal.ada.createPromotion(wanted),
      portal.ada.createPromotion(wanted),
    ]);
    expect([...portal.statuses].sort()).toEqual([200, 201]);
    expect(second.id).toBe(first.id);
    const opened = await portal.promotion(first, 'open');
    expect((await portal.ada.createPromotion(wanted)).id).toBe(first.id);

    const pullRequests = repository.pullRequests();
    expect(pullRequests).toMatchObject([
      {
        title: 'Promote orders 1.1.0 to staging',
        labels: ['fairlead'],
        base: 'main',
        baseSha: base,
      },
    ]);
    const [{ number, body, head }] = pullRequests;
    expect(opened.promotion.pullRequest).toMatchObject({
      number,
      url: `${repository.url}/pull/${number}`,
      state: 'open',
      headBranch: head,
    });
    expect(body?.split('\n\n')).toEqual([
      'Promotes [orders](https://portal.example.com/catalog/default/component/orders) from **dev** to **staging**: `1.0.0` → `1.1.0`',
      '> Carts were lost, says @\u200bbob',
      `| Value | From | To |\n|---|---|---|\n| \`${file}:5\` | \`1.0.0\` | \`1.1.0\` |`,
      `[Commits between the two versions](${world.forge.url}/acme/orders/compare/v1.0.0...v1.1.0):`,
      expect.stringMatching(
        /^- \[`[0-9a-f]{7}`\]\(.+\/acme\/orders\/commit\/[0-9a-f]{40}\) Keep carts \(Grace\)$/,
      ),
      `Requested by \`user:default/ada\`. [Follow this promotion](https://portal.example.com/gitops/promotions/${first.id}).`,
      `<!-- fairlead:promotion:${first.id} -->`,
    ]);
    expect((await repository.lastMessage(head))?.split('\n')).toEqual([
      'Promote orders 1.1.0 to staging',
      '',
      'Carts were lost, says @bob',
      '',
      `Promotion-Id: ${first.id}`,
      'Promoted-From: dev',
      'Promoted-To: staging',
      'Requested-By: user:default/ada',
    ]);
    const before = await repository.read(file);
    expect(await repository.read(file, head)).toBe(
      before?.replace('1.0.0', '1.1.0'),
    );
    expect(await repository.head()).toBe(base);

    const { environments } = await portal.service('orders');
    expect(environments[1]).toMatchObject({
      activePromotion: { id: first.id },
      // Another one would take its place.
      promotions: [{ allowance: { allowed: true } }],
    });
    expect(await portal.ada.planPromotion(toStaging('orders'))).toMatchObject({
      lane: 'same',
      active: { id: first.id },
    });
  });

  it('is taken up again by a portal that was stopped meanwhile, and succeeds when it has settled', async () => {
    const { promotions } = await portal.ada.listPromotions({ active: true });
    const [promotion] = promotions;
    const number = promotion.pullRequest?.number ?? 0;
    await portal.stop();
    const revision = await world.repository.merge(number);
    portal = await startBehindPortal(world, { services: ['orders'], knex });

    const merged = await portal.promotion(promotion, 'merged');
    expect(merged.allowances.cancel).toEqual({
      allowed: false,
      why: "It is merged already, so it can't be cancelled: promote another version instead, or roll back.",
    });
    const staging = {
      service: 'orders',
      environment: 'staging',
      version: '1.1.0',
      revision,
    };
    await world.deploy({ ...staging, health: 'Progressing' });
    await portal.promotion(promotion, 'synced');
    await world.deploy(staging);
    await portal.promotion(promotion, 'settling');
    const done = await portal.promotion(promotion, 'succeeded');

    expect(
      done.events.map(({ type, actor }) => (actor ? `${type} ${actor}` : type)),
    ).toEqual([
      'requested user:default/ada',
      'opened',
      'merged grace',
      'target-synced',
      'synced',
      'target-healthy',
      'settling',
      'succeeded',
    ]);
    const [settling, succeeded] = done.events.slice(-2);
    expect(
      Date.parse(succeeded.at) - Date.parse(settling.at),
    ).toBeGreaterThanOrEqual(1_000);
    expect(done.promotion).toMatchObject({
      finishedAt: succeeded.at,
      pullRequest: { state: 'merged', mergeSha: revision, mergedBy: 'grace' },
      progress: [
        { synced: true, message: 'orders-staging is synced and healthy.' },
      ],
    });
    const { environments } = await portal.service('orders');
    expect(environments[1].comparisons).toMatchObject([{ relation: 'same' }]);
    expect(environments[1]).not.toHaveProperty('activePromotion');
  });
});

describe('a promotion of which only webhooks tell', () => {
  const services = ['orders', 'stock'];
  let world: TestWorld;
  let portal: TestPortal;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    world = await startBehindWorld(services);
    portal = await startBehindPortal(world, {
      services,
      gitops: { promotions: { ...quick, pollInterval: { minutes: 10 } } },
    });
    receiver = await WebhookReceiver.start(portal.events);
    await world.forge.content.addWebhook({
      owner: 'acme',
      name: 'gitops',
      url: receiver.url,
      events: ['pull_request', 'push'],
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await receiver?.stop();
    await world?.end();
  });

  it('is followed at once', async () => {
    const asked = await portal.ada.createPromotion({
      ...toStaging('orders'),
      reason: 'Fix',
    });
    const { promotion } = await portal.promotion(asked, 'open');
    portal.signals.length = 0;
    const revision = await world.repository.merge(
      promotion.pullRequest?.number ?? 0,
    );
    await portal.promotion(asked, 'merged');
    expect(portal.signals).toContainEqual({
      type: 'promotion',
      promotionId: asked.id,
      entityRef: 'component:default/orders',
    });
    await world.deploy({
      service: 'orders',
      environment: 'staging',
      version: '1.1.0',
      revision,
    });
    await portal.promotion(asked, 'succeeded');
  });

  it('is followed when it is closed', async () => {
    const asked = await portal.ada.createPromotion({
      ...toStaging('stock'),
      reason: 'Fix',
    });
    const { promotion } = await portal.promotion(asked, 'open');
    world.repository.close(promotion.pullRequest?.number ?? 0);
    const { events } = await portal.promotion(asked, 'closed');
    expect(events.at(-1)).toMatchObject({ type: 'closed', actor: 'grace' });
  });
});
