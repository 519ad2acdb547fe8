import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  stageActionRequestSchema,
  TargetActionResponse,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { audited } from '../audit';
import { StageActions } from '../stages/StageActions';
import { actorOf } from './actorOf';
import { parseRequest } from './parseRequest';

/** What a person may ask of other promotion systems. */
export function createStageRoutes(options: {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  stageActions: StageActions;
}) {
  const { auditor, httpAuth, stageActions } = options;
  const router = Router();

  for (const action of ['promote', 'approve'] as const) {
    router.post(`/v1/stages/:id/${action}`, async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      const request = parseRequest(stageActionRequestSchema, req.body);
      const objectId = req.params.id;
      const message = await audited({
        auditor,
        request: req,
        eventId: `stage-${action}`,
        meta: { objectId, ...request },
        write: () =>
          stageActions.run({
            objectId,
            action,
            request,
            user: actorOf(credentials),
            credentials,
          }),
      });
      res.json({ message } satisfies TargetActionResponse);
    });
  }

  return router;
}
