import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { ClusterObjects } from '../contracts';

/** A change by hand, as with `kubectl scale` or `kubectl set image`. */
export const deploymentChangeSchema = z
  .strictObject({
    namespace: z.string().min(1),
    name: z.string().min(1),
    replicas: z.number().int().min(0).optional(),
    /** Of the first container. */
    image: z.string().min(1).optional(),
  })
  .refine(({ replicas, image }) => replicas !== undefined || image, {
    message: 'say replicas, or image, or both',
  });

const deploymentSchema = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({ containers: z.array(z.looseObject({})) }),
    }),
  }),
});

/** Changes a Deployment behind Git's back. Throws NotFoundError when it is not there. */
export function changeDeployment(
  objects: ClusterObjects,
  change: z.infer<typeof deploymentChangeSchema>,
) {
  const { namespace, name, replicas, image } = change;
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
  const current = objects.get(ref);
  if (!current) {
    throw new NotFoundError(
      `The cluster ${objects.name} has no Deployment ${namespace}/${name}`,
    );
  }
  const [first, ...others] =
    deploymentSchema.parse(current).spec.template.spec.containers;
  return objects.mergePatch(ref, {
    spec: {
      ...(replicas !== undefined && { replicas }),
      ...(image && {
        template: { spec: { containers: [{ ...first, image }, ...others] } },
      }),
    },
  });
}
