import { z } from 'zod';
import { KubeObject } from '../../contracts';
import { badRequest } from '../StatusError';

const scaledSchema = z.object({
  spec: z
    .object({
      replicas: z.number().optional(),
      selector: z
        .object({ matchLabels: z.record(z.string(), z.string()).optional() })
        .optional(),
    })
    .optional(),
  status: z.object({ replicas: z.number().optional() }).optional(),
});

const scaleSchema = z.object({
  spec: z.object({ replicas: z.number().int().min(0) }),
});

/** The `scale` subresource of an object. */
export function scaleOf(object: KubeObject): KubeObject {
  const { spec, status } = scaledSchema.parse(object);
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec?.replicas ?? 1 },
    status: {
      replicas: status?.replicas ?? 0,
      selector: Object.entries(spec?.selector?.matchLabels ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
  };
}

/** The number of replicas that a written `scale` asks for. */
export function replicasOf(scale: unknown): number {
  const parsed = scaleSchema.safeParse(scale);
  if (!parsed.success) {
    throw badRequest('spec.replicas: must be a number that is not negative');
  }
  return parsed.data.spec.replicas;
}
