import {
  startBehindPortal,
  startBehindWorld,
  toStaging,
} from './__testUtils__/portal/behindServices';
import { overlayOf } from './__testUtils__/portal/services';
import { refusalOf, TestPortal } from './__testUtils__/portal/TestPortal';
import { TestRepository } from './__testUtils__/portal/TestRepository';
import { Deployment, TestWorld } from './__testUtils__/portal/TestWorld';
import { waitFor } from './clusters/__testUtils__/waitFor';

jest.setTimeout(60_000);

const applicationManifest = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: keys-staging
  namespace: argocd
spec:
  project: default
  source:
    path: apps/keys/overlays/staging
    kustomize:
      images:
        - ghcr.io/acme/keys:1.0.0
`;

describe('promotions', () => {
  const services = [
    'accounts',
    'billing',
    'carts',
    'delivery',
    'emails',
    'fraud',
    'gifts',
    'hints',
    'invoices',
    'jobs',
    'keys',
    'loans',
    'mails',
    'notes',
    'offers',
    'parcels',
    'quotes',
    'returns',
  ];
  let world: TestWorld;
  let portal: TestPortal;

  beforeAll(async () => {
    world = await startBehindWorld(services);
    portal = await startBehindPortal(world, { services });
  });

  afterEach(() => world.faults.clear());

  afterAll(async () => {
    await portal?.stop();
    await world?.end();
  });

  const promote = async (service: string) =>
    portal.ada.createPromotion({ ...toStaging(service), reason: 'Fix' });

  async function opened(service: string) {
    const { promotion } = await portal.promotion(
      await promote(service),
      'open',
    );
    return { ...promotion, number: promotion.pullRequest?.number ?? 0 };
  }

  /** Promotes and merges, after which Argo CD does something with it. */
  async function deployed(service: string, outcome: Partial<Deployment>) {
    const promotion = await opened(service);
    const revision = await world.repository.merge(promotion.number);
    await world.deploy({
      service,
      environment: 'staging',
      version: '1.1.0',
      revision,
      ...outcome,
    });
    return promotion;
  }

  it('have nothing to do where Git has the version already', async () => {
    const file = overlayOf('accounts', 'staging');
    const content = await world.repository.read(file);
    await world.repository.commit({
      [file]: content?.replace('1.0.0', '1.1.0') ?? '',
    });
    const before = world.repository.pullRequests().length;
    const noop = await promote('accounts');
    expect(noop).toMatchObject({
      state: 'noop',
      message:
        'Nothing to change: Git has this version for Staging already. But accounts-staging runs 1.0.0 instead of 1.1.0.',
      plan: { edits: [], blockers: [] },
    });
    expect((await promote('accounts')).id).toBe(noop.id);
    expect(world.repository.pullRequests()).toHaveLength(before);
  });

  it('end when somebody closes the pull request', async () => {
    const promotion = await opened('billing');
    world.repository.close(promotion.number);
    const { promotion: closed, events } = await portal.promotion(
      promotion,
      'closed',
    );
    const message = `Pull request #${promotion.number} was closed without being merged by grace.`;
    expect(closed).toMatchObject({
      message,
      pullRequest: { closedBy: 'grace' },
    });
    expect(events.at(-1)).toMatchObject({
      type: 'closed',
      actor: 'grace',
      message,
    });
    // The lane is free again.
    expect((await promote('billing')).id).not.toBe(promotion.id);
  });

  it('can be cancelled, which closes the pull request and deletes the branch', async () => {
    const promotion = await opened('carts');
    const branch = promotion.pullRequest?.headBranch ?? '';
    expect(await world.repository.head(branch)).not.toBe('');
    const cancel = { id: promotion.id, reason: 'Not on Friday' };
    expect(await portal.ada.cancelPromotion(cancel)).toMatchObject({
      state: 'cancelled',
      message: 'Cancelled by ada: Not on Friday',
    });
    expect(await world.repository.head(branch)).toBe('');
    expect(world.repository.pullRequests()).toContainEqual(
      expect.objectContaining({
        number: promotion.number,
        state: 'closed',
        mergedAt: null,
      }),
    );
    expect((await portal.ada.cancelPromotion(cancel)).id).toBe(promotion.id);
    expect(portal.audited).toContain('promotion-cancel succeeded');
  });

  it('are refused when Git has moved since the diff was shown', async () => {
    const { plan } = await portal.ada.planPromotion(toStaging('delivery'));
    const file = overlayOf('delivery', 'staging');
    await world.repository.commit({
      [file]: `# Ours\n${await world.repository.read(file)}`,
    });
    expect(
      await refusalOf(
        portal.ada.createPromotion({
          ...toStaging('delivery'),
          reason: 'Fix',
          fingerprint: plan.fingerprint,
        }),
      ),
    ).toEqual({
      status: 409,
      message:
        'What would be written is not what was shown any more, because Git or the source environment has moved: look at the new diff and promote again',
    });
    expect(
      await portal.ada.listPromotions({ entityRef: plan.entityRef }),
    ).toMatchObject({ promotions: [] });
    expect(portal.audited.at(-1)).toBe('promotion-create failed');
  });

  it('are refused with file and line where a file is no YAML', async () => {
    const file = overlayOf('emails', 'staging');
    await world.repository.commit({
      [file]: 'resources:\n- ../../base\nimages: [\n',
    });
    const { plan } = await portal.ada.planPromotion(toStaging('emails'));
    expect(plan.edits).toEqual([]);
    expect(plan.blockers).toMatchObject([
      {
        code: 'unparsable',
        file,
        line: 4,
        message: expect.stringContaining(`${file}:4 is not valid YAML`),
      },
    ]);
    expect(await refusalOf(promote('emails'))).toEqual({
      status: 400,
      message: `This can't be promoted. ${plan.blockers[0].message}`,
    });
  });

  it('fail when the engine can not sync, with what it says', async () => {
    const promotion = await deployed('fraud', {
      version: '1.0.0',
      sync: 'OutOfSync',
      phase: 'Failed',
      message: 'one or more objects failed to apply: denied by the webhook',
    });
    const failed = await portal.promotion(promotion, 'failed');
    const message =
      'fraud-staging could not be synced: one or more objects failed to apply: denied by the webhook; differs from Git: Deployment fraud-staging.';
    expect(failed.promotion.message).toBe(message);
    expect(failed.events.slice(-2)).toMatchObject([
      { type: 'target-sync-failing', message },
      { type: 'failed', message },
    ]);
  });

  it.each([
    ['gifts', 'as a whole', {}],
    [
      'hints',
      'by what is stored of its resources',
      {
        resourceHealth: {
          status: 'Degraded',
          message: 'Back-off pulling image',
        },
      },
    ],
  ])(
    'fail when the new version of %s is degraded %s',
    async (service, _, rest) => {
      const promotion = await deployed(service, {
        health: 'Degraded',
        healthMessage: 'The progress deadline is exceeded',
        ...rest,
      });
      const { promotion: failed, events } = await portal.promotion(
        promotion,
        'failed',
      );
      expect(failed.message).toMatch(
        new RegExp(
          `^${service}-staging is degraded: .*The progress deadline is exceeded`,
        ),
      );
      expect(events.map(({ type }) => type).slice(2)).toEqual([
        'merged',
        'target-synced',
        'synced',
        'target-degraded',
        'failed',
      ]);
    },
  );

  it('open one pull request, although the connection breaks when it is made', async () => {
    world.fault({
      surface: 'forge',
      method: 'POST',
      path: 'git/refs$',
      times: 1,
      fault: { type: 'cut', when: 'after' },
    });
    const promotion = await opened('invoices');
    expect(world.faults.list()).toEqual([]);
    expect(
      world.repository
        .pullRequests()
        .filter(({ body }) => body?.includes(promotion.id)),
    ).toHaveLength(1);
  });

  /** Another version runs in dev. */
  async function release(service: string, version: string) {
    await world.deploy({ service, environment: 'dev', version });
    await portal.service(service, ({ environments }) =>
      JSON.stringify(environments[0].targets).includes(version),
    );
  }

  it('give way to a newer one: its pull request is closed, with a comment that says for what', async () => {
    const older = await opened('jobs');
    const branch = older.pullRequest?.headBranch ?? '';
    await release('jobs', '1.2.0');
    const { lane, active } = await portal.ada.planPromotion(toStaging('jobs'));
    expect({ lane, active }).toMatchObject({
      lane: 'supersede',
      active: { id: older.id },
    });
    const newer = await opened('jobs');
    expect(newer).toMatchObject({
      links: { supersedes: older.id },
      plan: { toVersion: { images: [{ tag: '1.2.0' }] } },
    });
    const { promotion, events } = await portal.promotion(older, 'superseded');
    expect(promotion.links).toEqual({ supersededBy: newer.id });
    expect(events.at(-1)).toMatchObject({ type: 'superseded' });
    expect(await world.repository.head(branch)).toBe('');
    expect(world.repository.pullRequest(older.number)).toMatchObject({
      state: 'closed',
      mergedAt: null,
    });
    const comments = world.repository.comments(older.number);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain(
      `Superseded by [another promotion](https://portal.example.com/gitops/promotions/${newer.id})`,
    );
    const fleet = await portal.ada.getFleet();
    const row = fleet.rows.find(({ title }) => title === 'jobs');
    expect(row?.cells[1]).toMatchObject({
      environment: 'staging',
      activePromotionId: newer.id,
    });
  });

  it('leave a branch alone that a person pushed to', async () => {
    const older = await opened('parcels');
    const branch = older.pullRequest?.headBranch ?? '';
    const pushed = await world.repository.commit(
      { 'notes.md': 'Mine\n' },
      { branch },
    );
    await release('parcels', '1.2.0');
    await opened('parcels');
    await portal.promotion(older, 'superseded');
    expect(await world.repository.head(branch)).toBe(pushed);
  });

  it('wait for their turn, or are refused, where the service says so in its pipeline file', async () => {
    const file = (lane: string) => ({
      'apps/quotes/overlays/fairlead.yaml': `policy:\n  lane: ${lane}\n`,
    });
    await world.repository.commit(file('queue'));
    const first = await opened('quotes');
    await release('quotes', '1.2.0');
    const second = await promote('quotes');
    const { promotion: queued } = await portal.promotion(second, 'queued');
    const { environments } = await portal.service('quotes');
    expect(environments[1]).toMatchObject({
      activePromotion: { id: first.id },
      queuedPromotions: [{ id: queued.id }],
      policy: { lane: 'queue' },
    });

    await world.repository.commit(file('reject'));
    await release('quotes', '1.3.0');
    expect(await refusalOf(promote('quotes'))).toEqual({
      status: 409,
      message: `A promotion of quotes to staging is under way already (${first.id}, pull request ${first.pullRequest?.url}): it has to end or be cancelled first`,
    });

    await release('quotes', '1.2.0');
    await portal.ada.cancelPromotion({ id: first.id, reason: 'Not this one' });
    const { promotion: next } = await portal.promotion(second, 'open');
    expect(next.pullRequest?.number).not.toBe(first.number);
    expect(world.repository.pullRequest(first.number).state).toBe('closed');
  });

  it('are written where an app of apps keeps the Application, when that sets the version', async () => {
    const platform = await TestRepository.create({
      forge: world.forge,
      name: 'platform',
      files: { 'apps/keys-staging.yaml': applicationManifest },
    });
    const source = { repoURL: platform.url, path: 'apps' };
    world.argocd.nonprod.apply({
      name: 'root',
      path: 'apps',
      destination: 'argocd',
      source,
    });
    await world.deploy({
      service: 'keys',
      environment: 'staging',
      version: '1.0.0',
      application: {
        annotations: {
          'argocd.argoproj.io/tracking-id':
            'root:argoproj.io/Application:argocd/keys-staging',
        },
        source: { kustomize: { images: ['ghcr.io/acme/keys:1.0.0'] } },
      },
    });
    await portal.service('keys', each =>
      JSON.stringify(each).includes('kustomize-image'),
    );
    const { plan } = await waitFor(async () => {
      const planned = await portal.ada.planPromotion(toStaging('keys'));
      return planned.plan.blockers.length === 0 && planned;
    });
    expect(plan).toMatchObject({
      repoUrl: platform.url,
      edits: [
        {
          file: 'apps/keys-staging.yaml',
          line: 12,
          from: 'ghcr.io/acme/keys:1.0.0',
          to: 'ghcr.io/acme/keys:1.1.0',
        },
      ],
    });
  });

  it('outlive a forge that is away', async () => {
    const up = world.fault({ surface: 'forge', fault: { type: 'down' } });
    expect(
      await refusalOf(portal.ada.planPromotion(toStaging('mails'))),
    ).toMatchObject({
      status: 503,
      message: expect.stringMatching(
        /^localhost:\d+ could not be reached to read files at main in acme\/gitops: /,
      ),
    });
    up();
    const promotion = await opened('mails');
    const again = world.fault({ surface: 'forge', fault: { type: 'down' } });
    const { message } = await portal.ada.cancelPromotion({
      id: promotion.id,
      reason: 'Not now',
    });
    expect(message).toMatch(
      /^Cancelling for ada. Waiting for the forge: localhost:\d+ could not be reached/,
    );
    again();
    await portal.ada.cancelPromotion({ id: promotion.id, reason: 'Again' });
    const { events } = await portal.promotion(promotion, 'cancelled');
    expect(events.map(({ type }) => type)).toEqual([
      'requested',
      'opened',
      'cancel-requested',
      'waiting',
      'cancelled',
    ]);
  });

  it.each([
    [
      'lies where the portal may not go',
      'notes',
      { repoURL: 'https://git.nowhere.example/acme/gitops' },
      {
        code: 'no-integration',
        message:
          'No integration covers https://git.nowhere.example/acme/gitops: add its host to "integrations" in the portal\'s config.',
      },
    ],
    [
      'is in a repository that is not there',
      'returns',
      { repoURL: 'FORGE/acme/nothing' },
      {
        code: 'repository-missing',
        message: expect.stringMatching(
          /^main of http:.*\/acme\/nothing isn't there, or the portal's credentials for the forge can't see it/,
        ),
      },
    ],
    [
      'is not there',
      'offers',
      { path: 'apps/nothing' },
      {
        code: 'value-not-found',
        message: expect.stringContaining(
          'No file that Application offers-staging is made from sets the version of ghcr.io/acme/offers',
        ),
      },
    ],
  ])(
    'can not be planned where the source of a target %s',
    async (_, service, given, blocker) => {
      const source = Object.fromEntries(
        Object.entries(given).map(([key, value]) => [
          key,
          value.replace('FORGE', world.forge.url),
        ]),
      );
      await world.deploy({
        service,
        environment: 'staging',
        version: '1.0.0',
        application: { source },
      });
      const [changed] = Object.values(source);
      await portal.service(service, each =>
        JSON.stringify(each).includes(changed),
      );
      const { plan } = await portal.ada.planPromotion(toStaging(service));
      expect(plan).toMatchObject({ edits: [], blockers: [blocker] });
    },
  );

  it('are for those who may, from the environment before, and of what is there', async () => {
    const entityRef = 'component:default/loans';
    const user = 'user:default/eve';
    const eve = portal.as(user);
    const permission = 'gitops.promotion.create';
    const allow = portal.policy.deny({ permission, user });
    const why = `You lack the permission ${permission} on ${entityRef} in staging`;
    expect(await refusalOf(eve.planPromotion(toStaging('loans')))).toEqual({
      status: 403,
      message: why,
    });
    expect(
      await refusalOf(
        eve.createPromotion({ ...toStaging('loans'), reason: 'Mine' }),
      ),
    ).toEqual({ status: 403, message: why });
    expect(portal.audited.at(-1)).toBe('promotion-create failed');
    allow();

    const plan = async (from: string, to: string) =>
      refusalOf(portal.ada.planPromotion({ entityRef, from, to }));
    expect(await plan('staging', 'dev')).toEqual({
      status: 400,
      message:
        'A version comes to Dev from no other environment, not from Staging',
    });
    expect(await plan('dev', 'live')).toEqual({
      status: 400,
      message: 'There is no environment "live"; there are: dev, staging, prod',
    });
    expect(await plan('staging', 'prod')).toEqual({
      status: 409,
      message: 'There is no target in Prod that a version could be promoted to',
    });
    expect(
      await refusalOf(
        portal.ada.planPromotion({
          ...toStaging('loans'),
          entityRef: 'component:default/nothing',
        }),
      ),
    ).toMatchObject({ status: 404 });
  });
});
