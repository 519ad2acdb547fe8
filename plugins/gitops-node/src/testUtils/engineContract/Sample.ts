import { ObjectRef } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';

const sampleSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
});

/** An object that a suite maps and acts on. */
export interface Sample {
  /** For the names of tests: `Kustomization flux-system/orders`. */
  title: string;
  ref: ObjectRef;
  object: z.infer<typeof sampleSchema>;
}

/** Objects as samples on a cluster. */
export function samplesOf(
  objects: readonly unknown[],
  cluster: string,
): Sample[] {
  return objects.map((each, index) => {
    const object = sampleSchema.parse(each);
    const { apiVersion, kind, metadata } = object;
    const { namespace, name } = metadata;
    return {
      title: `${index}: ${kind} ${namespace}/${name}`,
      ref: { cluster, apiVersion, kind, namespace, name },
      object,
    };
  });
}
