import { isError, ServiceUnavailableError } from '@backstage/errors';
import { parseImageReference } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { ClusterObjects } from '../../services/TargetActions';
import { JobReader, JobSighting } from './JobReader';

const labels = z.record(z.string(), z.string()).optional();
const containers = z
  .array(z.object({ image: z.string().optional() }))
  .optional();
const jobSchema = z.object({
  metadata: z.object({ creationTimestamp: z.string(), labels }),
  spec: z.object({
    suspend: z.boolean().nullish(),
    template: z.object({
      metadata: z.object({ labels }).optional(),
      spec: z.object({ containers, initContainers: containers }),
    }),
  }),
  status: z
    .object({
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            message: z.string().optional(),
          }),
        )
        .nullish(),
    })
    .optional(),
});

const endings = new Map<string, JobSighting['state']>([
  ['Complete', 'complete'],
  ['Failed', 'failed'],
]);
const versionKey = 'app.kubernetes.io/version';

/** Reads jobs by the API servers of the clusters. Needs the verb `get` on `jobs` of the group `batch`. */
export class KubernetesJobReader implements JobReader {
  readonly #objects: Pick<ClusterObjects, 'get'>;

  static create(options: {
    objects: Pick<ClusterObjects, 'get'>;
  }): KubernetesJobReader {
    return new KubernetesJobReader(options.objects);
  }

  private constructor(objects: Pick<ClusterObjects, 'get'>) {
    this.#objects = objects;
  }

  async read(options: {
    cluster: string;
    namespace: string;
    name: string;
  }): Promise<JobSighting | undefined> {
    const job = await this.#get(options);
    return job === undefined ? undefined : sightingOf(job, options);
  }

  async #get(options: {
    cluster: string;
    namespace: string;
    name: string;
  }): Promise<unknown> {
    try {
      return await this.#objects.get({
        ...options,
        apiVersion: 'batch/v1',
        plural: 'jobs',
      });
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return undefined;
      throw error;
    }
  }
}

function sightingOf(
  job: unknown,
  { cluster, name }: { cluster: string; name: string },
): JobSighting {
  const parsed = jobSchema.safeParse(job);
  if (!parsed.success) {
    throw new ServiceUnavailableError(
      `The cluster ${cluster} answers with something that is no Job for ${name}`,
      parsed.error,
    );
  }
  const { metadata, spec, status } = parsed.data;
  const { template } = spec;
  const ending = (status?.conditions ?? []).find(
    condition => condition.status === 'True' && endings.has(condition.type),
  );
  const rest = spec.suspend ? 'suspended' : 'running';
  const versionLabel =
    metadata.labels?.[versionKey] ?? template.metadata?.labels?.[versionKey];
  return {
    state: endings.get(ending?.type ?? '') ?? rest,
    ...(ending?.message && { message: ending.message }),
    createdAt: metadata.creationTimestamp,
    images: [
      ...(template.spec.containers ?? []),
      ...(template.spec.initContainers ?? []),
    ].flatMap(({ image }) => (image ? [parseImageReference(image)] : [])),
    ...(versionLabel && { versionLabel }),
  };
}
