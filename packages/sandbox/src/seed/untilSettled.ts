import { z } from 'zod';
import { RunningCluster } from '../clusters';
import { KubeObject } from '../contracts';
import { recordsAt } from '../json';

const applicationSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  status: z
    .looseObject({
      sync: z.looseObject({ status: z.string() }).optional(),
      health: z.looseObject({ status: z.string().optional() }).optional(),
    })
    .optional(),
});

const kustomizationKind = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
};

function isReady({ status }: KubeObject): boolean {
  return recordsAt(status, 'conditions').some(
    ({ type, status: holds }) => type === 'Ready' && holds === 'True',
  );
}

/**
 * Waits until so many Applications are there, each Synced, and none is on its way to somewhere, and so many
 * Kustomizations, each Ready.
 */
export async function untilSettled(options: {
  clusters: readonly RunningCluster[];
  applications: number;
  kustomizations: number;
  timeoutMs: number;
}): Promise<void> {
  const { clusters, applications, timeoutMs } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const all = clusters.flatMap(({ objects }) =>
      objects
        .list({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' })
        .map(object => applicationSchema.parse(object)),
    );
    const waiting = all.filter(
      ({ status }) =>
        status?.sync?.status !== 'Synced' ||
        !['Healthy', 'Degraded'].includes(status.health?.status ?? ''),
    );
    const ready = clusters
      .flatMap(({ objects }) => objects.list(kustomizationKind))
      .filter(isReady);
    if (
      all.length >= applications &&
      waiting.length === 0 &&
      ready.length >= options.kustomizations
    ) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `The clusters did not settle: ${all.length} of ${applications} Applications are there, ${ready.length} of ${options.kustomizations} Kustomizations are ready, and these are not done: ${waiting
          .map(({ metadata, status }) =>
            [metadata.name, status?.sync?.status, status?.health?.status].join(
              ' ',
            ),
          )
          .join(', ')}`,
      );
    }
    await new Promise(done => setTimeout(done, 100));
  }
}
