import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  commitsRequestSchema,
  CommitsResponse,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { ReadableCommits } from '../services/ReadableCommits';

/** Author and message of the commits that are on screen. */
export function createCommitRoutes(options: {
  httpAuth: HttpAuthService;
  commits: ReadableCommits;
}) {
  const router = Router();

  router.post('/v1/commits', async (req, res) => {
    const credentials = await options.httpAuth.credentials(req);
    const parsed = commitsRequestSchema.safeParse(req.body);
    if (!parsed.success) {
      throw new InputError('The list of commits is malformed', parsed.error);
    }
    const commits = await options.commits.get({
      commits: parsed.data.commits,
      credentials,
    });
    res.json({ commits } satisfies CommitsResponse);
  });

  return router;
}
