import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { fluxReferences } from '../references';

const namedSchema = z.looseObject({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
});

/** A cluster on which these source objects are. */
export function contextWith(objects: readonly unknown[]): MappingContext {
  return {
    cluster: 'hub',
    now: new Date('2026-10-02T09:00:00Z'),
    find: ({ kind, namespace, name }) => {
      const object = objects.find(each => {
        const named = namedSchema.parse(each);
        const { metadata } = named;
        return (
          named.kind === kind &&
          metadata.namespace === namespace &&
          metadata.name === name
        );
      });
      if (!object) return undefined;
      return fluxReferences.find(each => each.kind === kind)?.reduce(object);
    },
  };
}
