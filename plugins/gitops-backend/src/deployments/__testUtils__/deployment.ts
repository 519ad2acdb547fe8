import {
  Deployment,
  versionKey,
} from '@fairlead/backstage-plugin-gitops-common';
import { at, entityRef, orders } from './lane';

/** A version of orders. */
export function version(tag: string) {
  return { images: [{ name: orders, tag }] };
}

/** A deployment of orders. Times are seconds, see {@link at}; `to` left out runs still. */
export function deployment(options: {
  environment: string;
  tag: string;
  from: number;
  to?: number;
  verified?: number;
  failure?: string;
}): Deployment {
  const { environment, tag, from, to, verified, failure } = options;
  return {
    id: `${environment}@${from}`,
    entityRef,
    environment,
    version: version(tag),
    versionKey: versionKey(version(tag)),
    revisions: [],
    startedAt: at(from).toISOString(),
    ...(to !== undefined && { endedAt: at(to).toISOString() }),
    ...(verified !== undefined && { verifiedAt: at(verified).toISOString() }),
    ...(failure && { failure }),
  };
}

/** Newest first, as the log lists them. */
export function log(
  ...deployments: Array<Parameters<typeof deployment>[0]>
): Deployment[] {
  return deployments
    .map(deployment)
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}
