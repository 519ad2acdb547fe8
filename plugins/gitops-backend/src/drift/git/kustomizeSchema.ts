import { z } from 'zod';

const texts = z.record(z.string(), z.coerce.string()).nullish().catch({});

/** What a kustomization says besides what `Kustomization` in `manifests/` reads: names, labels, counts. */
export const kustomizeSchema = z.looseObject({
  namePrefix: z.string().nullish(),
  nameSuffix: z.string().nullish(),
  namespace: z.string().nullish(),
  commonLabels: texts,
  commonAnnotations: texts,
  labels: z
    .array(z.looseObject({ pairs: texts }))
    .nullish()
    .catch([]),
  replicas: z
    .array(z.looseObject({ name: z.string(), count: z.number() }))
    .nullish()
    .catch([]),
  configMapGenerator: z
    .array(z.looseObject({ name: z.string().catch('') }))
    .nullish()
    .catch([]),
  secretGenerator: z
    .array(z.looseObject({ name: z.string().catch('') }))
    .nullish()
    .catch([]),
});

/** See {@link kustomizeSchema}. */
export type KustomizeFields = z.infer<typeof kustomizeSchema>;

/** What changes objects in ways that are not followed. */
const notFollowed = [
  'vars',
  'replacements',
  'transformers',
  'generators',
  'helmCharts',
  'helmChartInflationGenerator',
  'configurations',
  'crds',
  'openapi',
  'validators',
];

/** Why what is built can't be told from the files; undefined when it can. */
export function doubtAbout(
  fields: KustomizeFields,
  file: string,
): string | undefined {
  const used = notFollowed.find(field => {
    const value = fields[field];
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
  });
  return used && `${file} uses ${used}, which is not followed here.`;
}
