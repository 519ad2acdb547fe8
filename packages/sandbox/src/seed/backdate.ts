import { z } from 'zod';
import { RunningCluster } from '../clusters';
import { ForgeContent, KubeObject } from '../contracts';
import { RunningForge } from '../forge';
import { clusterOf } from './applications';
import { gitopsRepository } from './gitopsRepository';
import { versionFile } from './manifests';
import { seedEnvironments, SeedService } from './SeedService';
import { services } from './services';

const statusSchema = z.looseObject({
  history: z.array(z.looseObject({})).optional(),
  health: z.looseObject({}).optional(),
  operationState: z.looseObject({}).optional(),
});

const applicationKind = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  namespace: 'argocd',
};

/**
 * The clusters have just deployed what was merged over weeks. Gives each Application the times it would have, had it
 * followed all along: those of the last commit that changed what it deploys.
 */
export async function backdate(options: {
  forge: RunningForge;
  clusters: readonly RunningCluster[];
}): Promise<void> {
  const { forge, clusters } = options;
  for (const service of services) {
    for (const environment of seedEnvironments) {
      const date = await lastChange({
        content: forge.content,
        service,
        path: versionFile(service, environment, '').path,
      });
      const name = `${service.name}-${environment}`;
      const found = clusters.flatMap(({ objects }) => {
        const object = objects.get({ ...applicationKind, name });
        return object ? [{ objects, object }] : [];
      })[0];
      if (!found) {
        throw new Error(
          `There is no Application ${name} near the cluster ${clusterOf(environment)}`,
        );
      }
      found.objects.setStatus(
        { ...applicationKind, name },
        movedTo(found.object, date),
      );
    }
  }
}

async function lastChange(options: {
  content: ForgeContent;
  service: SeedService;
  path: string;
}): Promise<Date> {
  const [commit] = await options.content.log({
    ...gitopsRepository,
    ref: 'main',
    path: options.path,
    limit: 1,
  });
  return new Date(commit.date);
}

function movedTo(application: KubeObject, merged: Date) {
  const status = statusSchema.parse(application.status);
  const after = (seconds: number) =>
    new Date(merged.getTime() + seconds * 1000)
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  return {
    ...status,
    ...(status.history && {
      history: status.history.map(entry => ({
        ...entry,
        deployStartedAt: after(20),
        deployedAt: after(24),
      })),
    }),
    ...(status.health && {
      health: { ...status.health, lastTransitionTime: after(70) },
    }),
    ...(status.operationState && {
      operationState: {
        ...status.operationState,
        startedAt: after(20),
        finishedAt: after(24),
      },
    }),
  };
}
