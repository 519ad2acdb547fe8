import { JsonValue } from '@backstage/types';
import { z } from 'zod';
import { MappingContext, ReferencedKind } from '../../engines/GitOpsEngine';

const namedSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().default(''),
  }),
});

/** What a mapping knows on a cluster that has these objects, and no others, of the kinds that it looks things up in. @public */
export function mappingContextOf(options: {
  references: readonly ReferencedKind[] | undefined;
  objects?: readonly unknown[];
  cluster?: string;
  now?: Date;
}): MappingContext {
  const { references = [], objects = [], cluster = 'hub' } = options;
  const known = objects.flatMap(object => {
    const { apiVersion, kind, metadata } = namedSchema.parse(object);
    const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
    const value = references
      .find(each => each.kind === kind && each.group === group)
      ?.reduce(object);
    return value === undefined ? [] : [{ group, kind, ...metadata, value }];
  });
  const inNamespace = (wanted: {
    group?: string;
    kind: string;
    namespace: string;
  }) =>
    known.filter(
      each =>
        each.kind === wanted.kind &&
        each.namespace === wanted.namespace &&
        (wanted.group === undefined || each.group === wanted.group),
    );
  return {
    cluster,
    now: options.now ?? new Date('2026-10-02T09:00:00Z'),
    find: wanted =>
      inNamespace(wanted).find(({ name }) => name === wanted.name)?.value,
    list: wanted =>
      new Map<string, JsonValue>(
        inNamespace(wanted).map(({ name, value }) => [name, value]),
      ),
  };
}
