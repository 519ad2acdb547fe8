import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import {
  notificationService,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { defaultPolicy } from '@fairlead/backstage-plugin-gitops-common';
import request from 'supertest';
import { aPromotion } from './__testUtils__/aPromotion';
import { PromotionNotifier } from './PromotionNotifier';

const policy = defaultPolicy('staging');
const entities: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'orders', namespace: 'default' },
    spec: {},
    relations: [{ type: 'ownedBy', targetRef: 'group:default/shop' }],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'shop', namespace: 'default' },
    spec: {},
    relations: [
      { type: 'hasMember', targetRef: 'user:default/alice' },
      { type: 'hasMember', targetRef: 'user:default/bob' },
    ],
  },
];

async function startPortal(options: { notifications: boolean }) {
  const logger = mockServices.logger.mock();
  let notifier: PromotionNotifier | undefined;
  const gitops = createBackendPlugin({
    pluginId: 'gitops',
    register(env) {
      env.registerInit({
        deps: {
          auth: coreServices.auth,
          catalog: catalogServiceRef,
          notifications: notificationService,
        },
        async init(deps) {
          notifier = PromotionNotifier.create({ ...deps, logger });
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [
      gitops,
      catalogServiceMock.factory({ entities }),
      mockServices.rootConfig.factory({
        data: { app: { baseUrl: 'http://localhost:3000' } },
      }),
      ...(options.notifications ? [notificationsPlugin] : []),
    ],
  });
  if (!notifier) throw new Error('the plugin did not start');
  const inboxOf = async (user: string) => {
    const { body } = await request(backend.server)
      .get('/api/notifications')
      .set('authorization', mockCredentials.user.header(user));
    return body.notifications;
  };
  return { notifier, logger, inboxOf, stop: () => backend.stop() };
}

describe('PromotionNotifier', () => {
  it('tells users and the members of the owning group, the last word only', async () => {
    const { notifier, inboxOf, logger, stop } = await startPortal({
      notifications: true,
    });
    try {
      const conflict = aPromotion({
        message: 'Somebody else changed it.',
        conflicts: [{ file: 'a', pointer: 'b', from: '1', to: '2' }],
      });
      const before = aPromotion();
      await notifier.notify({ before, after: conflict, events: [], policy });
      await notifier.notify({
        before: conflict,
        after: aPromotion({ state: 'failed', message: 'It crashes.' }),
        events: [],
        policy,
      });
      await notifier.idle();
      for (const user of ['user:default/alice', 'user:default/bob']) {
        expect(await inboxOf(user)).toEqual([
          expect.objectContaining({
            user,
            origin: 'plugin:gitops',
            payload: expect.objectContaining({
              title: 'orders 1.5.0 failed in staging',
              description: 'It crashes.',
              link: `/gitops/promotions/${before.id}`,
              severity: 'high',
              topic: 'promotion-failed',
            }),
          }),
        ]);
      }
      expect(await inboxOf('user:default/carol')).toEqual([]);
      expect(logger.warn).not.toHaveBeenCalled();
    } finally {
      await stop();
    }
  });

  it('says once that a portal has no notifications, and goes on', async () => {
    const { notifier, logger, stop } = await startPortal({
      notifications: false,
    });
    try {
      for (const id of ['1', '2']) {
        await notifier.notify({
          before: aPromotion({ id }),
          after: aPromotion({ id, state: 'failed' }),
          events: [],
          policy,
        });
      }
      await notifier.idle();
      expect(logger.warn).not.toHaveBeenCalled();
      expect(logger.info.mock.calls).toEqual([
        [expect.stringMatching(/no notifications plugin/)],
      ]);
    } finally {
      await stop();
    }
  });

  it('goes on after a notification that was not sent', async () => {
    const logger = mockServices.logger.mock();
    const sent: unknown[] = [];
    const notifications: NotificationService = {
      async send({ payload }) {
        if (sent.push(payload.scope) === 1) throw new Error('status 500');
      },
    };
    const notifier = PromotionNotifier.create({
      notifications,
      logger,
      auth: mockServices.auth(),
      catalog: catalogServiceMock({ entities }),
    });
    for (const id of ['1', '2']) {
      await notifier.notify({
        before: aPromotion({ id }),
        after: aPromotion({ id, state: 'errored' }),
        events: [],
        policy,
      });
    }
    await notifier.idle();
    expect(sent).toEqual(['promotion:1', 'promotion:2']);
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringMatching(/Nobody was notified of promotion 1: .*500/)],
    ]);
  });
});
