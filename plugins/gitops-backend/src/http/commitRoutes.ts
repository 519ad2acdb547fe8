import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  commitsRequestSchema,
  CommitsResponse,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { ReadableCommits } from '../services/ReadableCommits';
import { parseRequest } from './parseRequest';

/** Author and message of the commits that are on screen. */
export function createCommitRoutes(options: {
  httpAuth: HttpAuthService;
  commits: ReadableCommits;
}) {
  const router = Router();

  router.post('/v1/commits', async (req, res) => {
    const credentials = await options.httpAuth.credentials(req);
    const wanted = parseRequest(commitsRequestSchema, req.body);
    const commits = await options.commits.get({
      commits: wanted.commits,
      credentials,
    });
    res.json({ commits } satisfies CommitsResponse);
  });

  return router;
}
