import { gatesInTheWay } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import {
  quick,
  startBehindPortal,
  startBehindWorld,
  toStaging,
} from './__testUtils__/portal/behindServices';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestWorld } from './__testUtils__/portal/TestWorld';
import { testDatabases } from './__testUtils__/testDatabases';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

const databases = testDatabases();
const ada = 'user:default/ada';
const grace = 'user:default/grace';
const eve = 'user:default/eve';
const orders = 'component:default/orders';

describe.each(databases.eachSupportedId())('gates, on %p', database => {
  let knex: Knex;
  let world: TestWorld;
  let portal: TestPortal;
  let id: string;
  let number: number;

  const start = async () =>
    startBehindPortal(world, {
      services: ['orders'],
      knex,
      groups: { [grace]: ['group:default/team-shop'] },
      gitops: {
        environments: [
          { name: 'dev' },
          {
            name: 'staging',
            policy: { gates: { verified: true, approvals: {} } },
          },
          { name: 'prod' },
        ],
        promotions: quick,
      },
    });

  beforeAll(async () => {
    world = await startBehindWorld(['orders']);
    knex = await databases.init(database);
    portal = await start();
    await portal.verified({
      service: 'orders',
      environment: 'dev',
      version: '1.1.0',
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  const detail = async () => portal.ada.getPromotion(id);
  /** Resolves when these gates, and no others, hold up the merge. */
  const waitingFor = async (...gates: string[]) =>
    waitFor(async () => {
      const found = await detail();
      const inTheWay = gatesInTheWay(found.promotion.gates, 'merge');
      return inTheWay.map(({ gate }) => gate).join() === gates.join() && found;
    });
  /** Resolves when the pull request says of its gates what it should. */
  const shown = async (status: string) =>
    waitFor(() => world.repository.statuses(number)[0] === status);
  const comment = () => {
    const comments = world.repository.comments(number);
    expect(comments).toHaveLength(1);
    return comments[0];
  };

  it('hold a version back that is not proven yet, without a pull request', async () => {
    const release = {
      service: 'orders',
      environment: 'dev',
      version: '1.2.0',
    };
    await world.deploy({ ...release, health: 'Progressing' });
    await portal.service('orders', ({ environments }) =>
      JSON.stringify(environments[0].targets).includes('1.2.0'),
    );
    const { plan, gates } = await portal.ada.planPromotion(toStaging('orders'));
    expect(gates).toMatchObject([
      { gate: 'freeze', status: 'passed' },
      { gate: 'veto', status: 'passed' },
      { gate: 'source-healthy', status: 'waiting', phases: ['open', 'merge'] },
      {
        gate: 'verified',
        status: 'waiting',
        phases: ['open'],
        message: expect.stringMatching(/^1\.2\.0 (has not run|runs) in Dev/),
      },
      {
        gate: 'approvals',
        status: 'waiting',
        phases: ['merge'],
        message:
          '1 of 1 approvals is missing, from team-shop. ada requested it and does not count.',
      },
    ]);
    const asked = await portal.ada.createPromotion({
      ...toStaging('orders'),
      reason: 'Carts',
      fingerprint: plan.fingerprint,
    });
    id = asked.id;
    const planned = await waitFor(async () => {
      const found = await detail();
      return found.promotion.gates.length > 0 && found;
    });
    expect(planned.promotion.state).toBe('planned');
    expect(planned.allowances.merge).toEqual({
      allowed: false,
      why: 'Its pull request is not open: it is planned.',
    });
    expect(world.repository.pullRequests()).toEqual([]);

    await world.deploy(release);
    const { promotion } = await portal.promotion(asked, 'open');
    number = promotion.pullRequest?.number ?? 0;
    expect(
      promotion.gates.find(({ gate }) => gate === 'verified'),
    ).toMatchObject({
      status: 'passed',
      message: '1.2.0 is verified in Dev.',
    });
    const { deployments } = await portal.ada.listDeployments({
      entityRef: orders,
      environment: 'dev',
    });
    expect(deployments).toMatchObject([
      {
        version: { images: [{ tag: '1.2.0' }] },
        verifiedAt: expect.any(String),
      },
      { version: { images: [{ tag: '1.1.0' }] }, endedAt: expect.any(String) },
    ]);
  });

  it('show on the pull request what they wait for, as a commit status and in one comment', async () => {
    const words =
      '1 of 1 approvals is missing, from team-shop. ada requested it and does not count.';
    await shown(`fairlead/gates pending Approvals: ${words}`);
    await waitFor(() => world.repository.comments(number).length > 0);
    expect(comment()).toContain(
      `| Approvals | ⏳ waiting | ${words.replace('-', '\\-')} |`,
    );
    expect(comment()).toContain('| Verified | ✅ passed |');
    expect(await refusalOf(portal.ada.mergePromotion({ id }))).toEqual({
      status: 409,
      message: `Approvals: ${words}`,
    });
    expect(portal.audited.at(-1)).toBe('promotion-merge failed');
    expect(world.repository.pullRequest(number).state).toBe('open');
  });

  it('stop the line while it is frozen, also in a portal that has started again', async () => {
    const frozen = await portal.ada.createRestriction({
      kind: 'freeze',
      scope: { environment: 'staging' },
      reason: 'Load test',
    });
    expect(frozen).toMatchObject({ createdBy: ada });
    await waitingFor('freeze', 'approvals');
    await portal.stop();
    portal = await start();
    expect((await waitingFor('freeze', 'approvals')).allowances.merge).toEqual({
      allowed: false,
      why: expect.stringMatching(
        /^Freeze: ada has frozen the environment staging until somebody lifts that: Load test \(and 1 more gate\)$/,
      ),
    });
    await waitFor(() =>
      world.repository
        .statuses(number)[0]
        .startsWith('fairlead/gates pending Freeze, Approvals: ada has frozen'),
    );
    await waitFor(() => comment().includes('| Freeze | ⏳ waiting |'));
    const { environments } = await portal.service('orders');
    expect(environments[1].restrictions).toMatchObject([{ id: frozen.id }]);

    await portal.ada.liftRestriction({ id: frozen.id, reason: 'Done' });
    await waitingFor('approvals');
    const { restrictions } = await portal.ada.listRestrictions({ all: true });
    expect(restrictions).toMatchObject([
      { id: frozen.id, liftedBy: ada, liftReason: 'Done' },
    ]);
    expect(portal.audited).toContain('restriction-lift succeeded');
  });

  it('count approvals of those who may approve, and not of the requester', async () => {
    expect(await refusalOf(portal.ada.approvePromotion({ id }))).toEqual({
      status: 409,
      message: 'You requested it, so it takes somebody else to approve it.',
    });
    expect(portal.audited.at(-1)).toBe('promotion-approve failed');
    await portal.as(eve).approvePromotion({ id });
    expect((await waitingFor('approvals')).approvals).toMatchObject([
      {
        by: eve,
        counts: false,
        why: 'Is none of those who may approve this promotion.',
      },
    ]);
    const approved = await portal
      .as(grace)
      .approvePromotion({ id, comment: 'Looks right' });
    expect(gatesInTheWay(approved.gates, 'merge')).toEqual([]);
    const { approvals, events, allowances } = await detail();
    expect(approvals).toMatchObject([
      { by: eve, counts: false },
      { by: grace, counts: true, comment: 'Looks right' },
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'approved',
        actor: grace,
        message: 'Approved: Looks right',
      }),
    );
    expect(allowances.merge).toEqual({ allowed: true });
    await shown('fairlead/gates success All gates pass');
    expect(portal.audited.at(-1)).toBe('promotion-approve succeeded');
  });

  it('can be overridden with a reason, which stays visible for ever', async () => {
    await portal.ada.createRestriction({
      kind: 'freeze',
      scope: {},
      reason: 'Stop the line',
    });
    await waitingFor('freeze');
    expect(
      await refusalOf(
        portal.ada.overrideGate({ id, gate: 'approvals', reason: 'Night' }),
      ),
    ).toEqual({
      status: 409,
      message: 'Approvals has passed: there is nothing to override.',
    });
    const overridden = await portal.ada.overrideGate({
      id,
      gate: 'freeze',
      reason: 'It mends *production*',
    });
    const freeze = { by: ada, reason: 'It mends *production*' };
    expect(overridden.gates).toContainEqual(
      expect.objectContaining({
        gate: 'freeze',
        status: 'waiting',
        overridden: { ...freeze, at: expect.any(String) },
      }),
    );
    await shown('fairlead/gates success All gates pass, overridden: Freeze');
    expect(portal.audited.slice(-2)).toEqual([
      'gate-override failed',
      'gate-override succeeded',
    ]);
  });

  it('let it be merged from the portal when all of them pass', async () => {
    const { headSha } = world.repository.pullRequest(number);
    const asked = await portal.as(grace).mergePromotion({ id });
    expect(asked.state).toBe('merged');
    expect(portal.audited.at(-1)).toBe('promotion-merge succeeded');
    const merged = world.repository.pullRequest(number);
    expect(merged).toMatchObject({ state: 'closed', headSha });
    expect(await world.repository.lastMessage('main')).toContain(
      `Promotion-Id: ${id}`,
    );
    await world.deploy({
      service: 'orders',
      environment: 'staging',
      version: '1.2.0',
    });
    const { promotion, events } = await portal.promotion({ id }, 'succeeded');
    expect(promotion.gates).toContainEqual(
      expect.objectContaining({
        gate: 'freeze',
        overridden: expect.objectContaining({ by: ada }),
      }),
    );
    expect(
      events.flatMap(({ type, actor, message }) =>
        actor || type.startsWith('gate') ? `${type} ${actor}: ${message}` : [],
      ),
    ).toEqual([
      `requested ${ada}: Promotion from Dev to Staging was requested: Carts`,
      expect.stringMatching(/^gate-waiting undefined: Source healthy: /),
      expect.stringMatching(/^gate-waiting undefined: Verified: /),
      expect.stringMatching(/^gate-waiting undefined: Approvals: /),
      expect.stringMatching(/^gate-passed undefined: Source healthy: /),
      'gate-passed undefined: Verified: 1.2.0 is verified in Dev.',
      expect.stringMatching(/^gate-waiting undefined: Freeze: ada has frozen/),
      'gate-passed undefined: Freeze: Nothing is frozen.',
      `approved ${eve}: Approved.`,
      `approved ${grace}: Approved: Looks right`,
      'gate-passed undefined: Approvals: Approved by grace.',
      expect.stringMatching(/^gate-waiting undefined: Freeze: ada has frozen/),
      `gate-overridden ${ada}: Freeze was overridden: It mends *production*`,
      `merge-requested ${grace}: The merge was requested in the portal.`,
      expect.stringMatching(/^merged .*: Pull request #\d+ was merged/),
    ]);
    // What the portal was asked for is audited where it comes in.
    const askedFor = [
      'requested',
      'approved',
      'gate-overridden',
      'merge-requested',
    ];
    const steps = events
      .map(({ type }) => type)
      .filter(type => !askedFor.includes(type));
    const sinceRestart = () =>
      portal.steps
        .filter(each => each.promotionId === id)
        .map(({ step }) => step);
    await waitFor(() => sinceRestart().at(-1) === 'succeeded');
    expect(steps.slice(-sinceRestart().length)).toEqual(sinceRestart());
    expect(sinceRestart()).toContain('merged');
    await waitFor(() => comment().includes('⚠️ overridden'));
    const said = comment();
    expect(said).toContain('| Freeze | ⚠️ overridden |');
    expect(said).toMatch(
      /- ⚠️ Freeze overridden by `user:default\/ada` at .* UTC: It mends \\\*production\\\*/,
    );
  });
});
