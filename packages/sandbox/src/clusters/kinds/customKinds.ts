import { z } from 'zod';
import { KubeObject } from '../../contracts';
import { CustomResourceSchema } from '../validation/CustomResourceSchema';
import { ageColumn, nameColumn, pathColumn } from './columns';
import { ResourceKind } from './ResourceKind';

const columnSchema = z.object({
  name: z.string(),
  type: z.string(),
  jsonPath: z.string(),
  format: z.string().optional(),
  description: z.string().optional(),
  priority: z.number().optional(),
});

const versionSchema = z.object({
  name: z.string().min(1),
  served: z.boolean(),
  storage: z.boolean(),
  schema: z.object({ openAPIV3Schema: z.record(z.string(), z.unknown()) }),
  subresources: z
    .object({ status: z.unknown(), scale: z.unknown() })
    .partial()
    .optional(),
  additionalPrinterColumns: z.array(columnSchema).optional(),
});

const definitionSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    group: z.string().min(1),
    scope: z.enum(['Namespaced', 'Cluster']),
    names: z.object({
      kind: z.string().min(1),
      plural: z.string().min(1),
      singular: z.string().optional(),
      listKind: z.string().optional(),
      shortNames: z.array(z.string()).optional(),
      categories: z.array(z.string()).optional(),
    }),
    versions: z.array(versionSchema).min(1),
  }),
});

/** What a CustomResourceDefinition says, as far as the cluster goes by it. */
export type CustomDefinition = z.infer<typeof definitionSchema>;

/** Reads a CustomResourceDefinition. The error lists what is wrong with it. */
export function parseDefinition(
  object: KubeObject,
): z.ZodSafeParseResult<CustomDefinition> {
  return definitionSchema.safeParse(object);
}

/** The served versions of a custom resource. */
export function kindsOf(definition: CustomDefinition): ResourceKind[] {
  const { group, scope, names, versions } = definition.spec;
  return versions
    .filter(version => version.served)
    .map(version => {
      const statusSubresource = version.subresources?.status !== undefined;
      const columns = version.additionalPrinterColumns?.map(
        ({ jsonPath, ...column }) => pathColumn({ ...column, path: jsonPath }),
      );
      return {
        group,
        version: version.name,
        kind: names.kind,
        listKind: names.listKind ?? `${names.kind}List`,
        plural: names.plural,
        singular: names.singular ?? names.kind.toLowerCase(),
        shortNames: names.shortNames ?? [],
        categories: names.categories ?? [],
        namespaced: scope === 'Namespaced',
        custom: true,
        statusSubresource,
        scaleSubresource: false,
        generation: statusSubresource ? 'all-but-status' : 'all-but-metadata',
        columns: [nameColumn, ...(columns ?? [ageColumn])],
        schema: CustomResourceSchema.create(version.schema.openAPIV3Schema),
      };
    });
}

/** The definition with the status that the API server gives it once it is served. */
export function establish(
  object: KubeObject,
  definition: CustomDefinition,
  now: string,
): KubeObject {
  const { names, versions } = definition.spec;
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    reason,
    message,
    lastTransitionTime: now,
  });
  return {
    ...object,
    status: {
      acceptedNames: {
        ...names,
        singular: names.singular ?? names.kind.toLowerCase(),
        listKind: names.listKind ?? `${names.kind}List`,
      },
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition(
          'Established',
          'InitialNamesAccepted',
          'the initial names have been accepted',
        ),
      ],
      storedVersions: versions
        .filter(version => version.storage)
        .map(version => version.name),
    },
  };
}
