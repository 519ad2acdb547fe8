import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { TargetActionResponse } from '@fairlead/backstage-plugin-gitops-common';
import { EngineActionId } from '@fairlead/backstage-plugin-gitops-node';
import Router from 'express-promise-router';
import { audited } from '../audit';
import { TargetActions } from '../services/TargetActions';
import { actorOf } from './actorOf';

const actions: readonly EngineActionId[] = [
  'sync',
  'refresh',
  'suspend',
  'resume',
];

/** What a person may ask of a target's engine. */
export function createTargetRoutes(options: {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  targetActions: TargetActions;
}) {
  const { auditor, httpAuth, targetActions } = options;
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

  return router;
}
