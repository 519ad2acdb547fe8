import { Deployment, Version } from '@fairlead/backstage-plugin-gitops-common';
import { sameVersionLive } from './sameVersionLive';

/** How a version stands in an environment. */
export interface VersionStanding {
  environment: string;
  /** ISO 8601: since when it is verified there. Absent when it is not, or has failed there since. */
  verifiedAt?: string;
  /** Why it went wrong there, when that was the last that is known. */
  failure?: string;
  /** Runs there now. */
  runs: boolean;
  /** For so long it has run there without interruption, at the longest, in ms. What failed does not count. */
  soakedMs: number;
}

/** What the log says about a version in one environment. The newest deployment of it that was judged counts. Pure. */
export function standingOf(options: {
  version: Version;
  environment: string;
  /** Of one service, newest first. Those of other environments are left aside. */
  deployments: readonly Deployment[];
  now: Date;
  /** False where only images are promoted. */
  charts?: boolean;
}): VersionStanding {
  const { version, environment, deployments, now, charts } = options;
  const own = deployments.filter(
    deployment =>
      deployment.environment === environment &&
      sameVersionLive(deployment.version, version, { charts }),
  );
  const judged = own.find(
    ({ verifiedAt, failure }) => verifiedAt !== undefined || failure,
  );
  // Verified again later is verified since the first time, as long as nothing went wrong in between.
  const firstBad = own.findIndex(({ failure }) => failure);
  const verified = (firstBad < 0 ? own : own.slice(0, firstBad)).flatMap(
    ({ verifiedAt }) => verifiedAt ?? [],
  );
  const since = verified.at(-1);
  return {
    environment,
    ...(judged?.failure && { failure: judged.failure }),
    ...(since && !judged?.failure && { verifiedAt: since }),
    runs: own.some(({ endedAt }) => endedAt === undefined),
    soakedMs: Math.max(
      0,
      ...own
        .filter(({ failure }) => !failure)
        .map(
          ({ startedAt, endedAt }) =>
            Date.parse(endedAt ?? now.toISOString()) - Date.parse(startedAt),
        ),
    ),
  };
}
