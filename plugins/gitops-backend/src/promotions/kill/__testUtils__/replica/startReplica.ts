import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError, stringifyError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { GateStatus } from '@fairlead/backstage-plugin-gitops-common';
import createKnex from 'knex';
import { ApprovalsStore } from '../../../../approvals/ApprovalsStore';
import { Authorizer } from '../../../../authorize';
import { RestrictionsStore } from '../../../../restrictions/RestrictionsStore';
import { PromotionLeases } from '../../../../store/PromotionLeases';
import { PromotionsStore } from '../../../../store/PromotionsStore';
import { GitPromotionPlanner } from '../../../plan/GitPromotionPlanner';
import { PlanRebaser } from '../../../plan/rebase/PlanRebaser';
import { PromotionReconciler } from '../../../PromotionReconciler';
import { PromotionService } from '../../../PromotionService';
import { HoldKeeper } from '../../../requests/HoldKeeper';
import { PromotionDrafts } from '../../../requests/PromotionDrafts';
import { watchForWakes } from '../../../wakes/watchForWakes';
import { ReplicaCall, ToReplica } from '../messages';
import { environments, refOf, serviceOf } from '../services';
import { timing } from '../timing';
import { Boundary, guarded, guardRequests } from './boundaries';
import { createForges } from './createForges';
import { StoredTargets } from './StoredTargets';

type Start = Extract<ToReplica, { type: 'start' }>;

/** A replica at work. */
export interface Replica {
  kick(): void;
  webhook(options: { topic: string; payload: unknown }): Promise<void>;
  targetsChanged(ids: string[]): void;
  /** Returns the id of the promotion that it is about. */
  call(what: ReplicaCall): Promise<string | undefined>;
}

const credentials: BackstageCredentials = {
  $$type: '@backstage/BackstageCredentials',
  principal: { type: 'user', userEntityRef: 'user:default/alice' },
};
const user = 'user:default/alice';

const appBaseUrl = 'https://portal.acme.test';

const gate: GateStatus = {
  gate: 'soak-time',
  title: 'Soak time',
  phases: ['open', 'merge'],
  status: 'passed',
  message: 'It has run for long enough.',
};

/** Everything of the portal that promotions are made of, on the database and the forge that it is told of. */
export async function startReplica(
  options: Start & {
    boundary: Boundary;
    log: (message: string) => void;
    now: () => Date;
  },
): Promise<Replica> {
  const { boundary, log, now } = options;
  guardRequests(boundary);
  const knex = createKnex({
    client: 'pg',
    connection: options.connection,
    pool: { min: 0, max: 6 },
  });
  const logger = loggerTo(log);
  const forges = createForges({
    url: options.forgeUrl,
    token: options.forgeToken,
    logger,
  });
  const targets = new StoredTargets(knex);
  const store = guarded(PromotionsStore.create({ knex }), {
    boundary,
    methods: ['insert', 'update', 'link', 'addEvents'],
  });
  const leases = guarded(PromotionLeases.create({ knex }), {
    boundary,
    methods: ['release', 'postpone'],
  });
  const gates = { statuses: async () => [gate] };
  const targetsOf = async (entityRef: string) =>
    (await targets.all()).filter(
      ({ status }) => refOf(status.destination.namespace ?? '') === entityRef,
    );
  const pipeline = async ({ entityRef }: { entityRef: string }) => ({
    entityRef,
    environments: environments.map(({ name, after }) => ({ name, after })),
    policies: [serviceOf(entityRef).policy],
    promoted: { chart: true, targetRevision: true, paths: [], directories: [] },
    problems: [],
  });
  const onChange = async () => {};
  const reconciler = PromotionReconciler.create({
    appBaseUrl,
    branchPrefix: 'fairlead',
    forges,
    gates,
    labels: ['promotion'],
    leases,
    logger,
    now,
    onChange,
    rebaser: PlanRebaser.create({ forges, logger }),
    store,
    surroundings: {
      of: async ({ entityRef }) => {
        const all = await targetsOf(entityRef);
        return {
          policy: serviceOf(entityRef).policy,
          fromTargets: all.filter(({ environment }) => environment === 'dev'),
          toTargets: all.filter(({ environment }) => environment !== 'dev'),
        };
      },
    },
    targets,
    timing,
  });
  const service = PromotionService.create({
    approvals: ApprovalsStore.create({ knex }),
    authorizer: Authorizer.create({
      permissions: {
        authorize: async requests =>
          requests.map(() => ({ result: AuthorizeResult.ALLOW })),
        authorizeConditional: async requests =>
          requests.map(() => ({ result: AuthorizeResult.ALLOW })),
      },
    }),
    drafts: PromotionDrafts.create({
      environments,
      gates,
      now,
      planner: GitPromotionPlanner.create({ forges, logger }),
    }),
    environments,
    holds: HoldKeeper.create({
      restrictions: RestrictionsStore.create({ knex }),
    }),
    now,
    onChange,
    pipelines: { of: pipeline, fresh: pipeline, ofMany: async () => new Map() },
    query: {
      readable: async ({ id }) => {
        const found = await store.get(id);
        if (!found) throw new NotFoundError(`There is no promotion ${id}`);
        return found;
      },
    },
    reconciler,
    services: {
      targetsOf: async ({ entityRef }) => ({
        entityRef,
        targets: await targetsOf(entityRef),
        problems: [],
        annotated: true,
      }),
    },
    store,
    userInfo: {
      getUserInfo: async () => ({
        userEntityRef: user,
        ownershipEntityRefs: [user],
      }),
    },
  });
  let onWebhook: (topic: string, payload: unknown) => Promise<void>;
  onWebhook = async () => {};
  await watchForWakes({
    appBaseUrl,
    events: {
      subscribe: async ({ onEvent }) => {
        onWebhook = (topic, eventPayload) => onEvent({ topic, eventPayload });
      },
    },
    forges,
    logger,
    pollMs: timing.pollMs,
    reconciler,
    scheduler: { scheduleTask: async () => {} },
    store,
    targets,
  });
  return {
    kick: () => reconciler.kick(),
    webhook: ({ topic, payload }) => onWebhook(topic, payload),
    targetsChanged: ids => targets.tell(ids),
    call: async what => {
      if (what.name === 'idle') {
        reconciler.kick();
        await reconciler.idle();
        return undefined;
      }
      if (what.name === 'cancel') {
        const { id } = what;
        const reason = 'Not now';
        return (await service.cancel({ id, reason, credentials, user })).id;
      }
      const { promotion } = await service.create({
        request: {
          entityRef: what.entityRef,
          from: 'dev',
          to: 'staging',
          reason: 'The fix',
        },
        credentials,
        user,
      });
      return promotion.id;
    },
  };
}

function loggerTo(log: (message: string) => void): LoggerService {
  const logger: LoggerService = {
    debug: () => {},
    info: () => {},
    warn: message => log(message),
    error: message => log(stringifyError(message)),
    child: () => logger,
  };
  return logger;
}
