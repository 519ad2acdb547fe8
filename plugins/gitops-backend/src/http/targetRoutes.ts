import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  rolloutActionIdSchema,
  rolloutActionRequestSchema,
  TargetActionResponse,
} from '@fairlead/backstage-plugin-gitops-common';
import { EngineActionId } from '@fairlead/backstage-plugin-gitops-node';
import Router from 'express-promise-router';
import { audited } from '../audit';
import { RolloutActions } from '../services/RolloutActions';
import { TargetActions } from '../services/TargetActions';
import { actorOf } from './actorOf';
import { parseRequest } from './parseRequest';

const actions: readonly EngineActionId[] = [
  'sync',
  'refresh',
  'suspend',
  'resume',
];

/** What a person may ask of a target's engine, and of the controllers of its rollouts. */
export function createTargetRoutes(options: {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  rolloutActions: RolloutActions;
  targetActions: TargetActions;
}) {
  const { auditor, httpAuth, rolloutActions, targetActions } = options;
  const router = Router();

  for (const action of actions) {
    router.post(`/v1/targets/:id/${action}`, async (request, res) => {
      const credentials = await httpAuth.credentials(request);
      const targetId = request.params.id;
      const message = await audited({
        auditor,
        request,
        eventId: `target-${action}`,
        meta: { targetId },
        write: () =>
          targetActions.run({
            targetId,
            action,
            user: actorOf(credentials),
            credentials,
          }),
      });
      res.json({ message } satisfies TargetActionResponse);
    });
  }

  for (const action of rolloutActionIdSchema.options) {
    router.post(`/v1/targets/:id/rollouts/${action}`, async (request, res) => {
      const credentials = await httpAuth.credentials(request);
      const rollout = parseRequest(rolloutActionRequestSchema, request.body);
      const targetId = request.params.id;
      const message = await audited({
        auditor,
        request,
        eventId: `rollout-${action}`,
        meta: { targetId, ...rollout },
        write: () =>
          rolloutActions.run({
            targetId,
            action,
            rollout,
            user: actorOf(credentials),
            credentials,
          }),
      });
      res.json({ message } satisfies TargetActionResponse);
    });
  }

  return router;
}
