import { z } from 'zod';

const list = z.array(z.unknown()).nullish();

/** What of an engine's object changes what is built from Git. Permissive: what is not as expected is not there. */
const objectSchema = z.looseObject({
  spec: z
    .looseObject({
      interval: z.string().nullish().catch(undefined),
      targetNamespace: z.string().nullish().catch(undefined),
      namePrefix: z.string().nullish().catch(undefined),
      nameSuffix: z.string().nullish().catch(undefined),
      patches: list.catch([]),
      patchesStrategicMerge: list.catch([]),
      patchesJson6902: list.catch([]),
      images: list.catch([]),
      components: list.catch([]),
      source: z.unknown().optional(),
      sources: list.catch([]),
      ignoreDifferences: list.catch([]),
    })
    .nullish(),
});

const sourceSchema = z.looseObject({
  kustomize: z.record(z.string(), z.unknown()).nullish(),
});

type EngineSource = z.infer<typeof sourceSchema>;

const ignoreSchema = z.looseObject({
  group: z.string().nullish(),
  kind: z.string().nullish(),
  name: z.string().nullish(),
  namespace: z.string().nullish(),
  jsonPointers: z.array(z.string()).nullish(),
  managedFieldsManagers: z.array(z.string()).nullish(),
  jqPathExpressions: z.array(z.string()).nullish(),
});

/** Fields that the engine was told not to compare. */
export type IgnoredDifferences = z.infer<typeof ignoreSchema>;

/** What an engine's own object says about how its target is built and compared. */
export interface EngineSettings {
  /** Why what is built can't be told from the files in Git. */
  doubt?: string;
  /** The namespace that everything is put into. */
  namespace?: string;
  interval?: string;
  ignored: IgnoredDifferences[];
}

const fluxFields = [
  'namePrefix',
  'nameSuffix',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'images',
  'components',
] as const;

/** Images are in the status of a target; these change nothing. */
const harmless = [
  'images',
  'version',
  'forceCommonLabels',
  'forceCommonAnnotations',
];

/** Reads the settings from the raw object. Pure and total. */
export function engineSettings(options: {
  object: unknown;
  kind: string;
  name: string;
}): EngineSettings {
  const { object, kind, name } = options;
  const spec = objectSchema.safeParse(object).data?.spec;
  if (!spec) return { ignored: [] };
  const sources = [spec.source, ...(spec.sources ?? [])].flatMap(
    (source): EngineSource[] => {
      const { data } = sourceSchema.safeParse(source);
      return data ? [data] : [];
    },
  );
  const own =
    kind === 'Kustomization'
      ? fluxFields.find(field => isSet(spec[field]))
      : sources
          .flatMap(({ kustomize }) => Object.entries(kustomize ?? {}))
          .find(
            ([field, value]) =>
              field !== 'namespace' &&
              !harmless.includes(field) &&
              isSet(value),
          )?.[0];
  const namespace =
    kind === 'Kustomization'
      ? spec.targetNamespace
      : sources
          .map(({ kustomize }) => kustomize?.namespace)
          .find(value => typeof value === 'string' && value !== '');
  return {
    ...(own && {
      doubt: `${kind} ${name} itself sets ${own}, so what is applied is not just what is in the files.`,
    }),
    ...(typeof namespace === 'string' && namespace && { namespace }),
    ...(spec.interval && { interval: spec.interval }),
    ignored: (spec.ignoreDifferences ?? []).flatMap(
      (each): IgnoredDifferences[] => {
        const { data } = ignoreSchema.safeParse(each);
        return data ? [data] : [];
      },
    ),
  };
}

function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null
    ? Object.keys(value).length > 0
    : Boolean(value);
}
