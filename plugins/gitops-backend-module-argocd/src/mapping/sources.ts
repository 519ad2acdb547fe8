import {
  Source,
  SourceOverride,
  SourceType,
} from '@fairlead/backstage-plugin-gitops-common';
import { Application, ApplicationSource } from '../schema';

/** A source as declared, and where in the Application it is declared. */
export interface DeclaredSource {
  pointer: string;
  source: ApplicationSource;
}

/** `sourceHydrator` wins over `sources`, which wins over `source` (Argo CD, `ApplicationSpec.GetSources`). */
export function declaredSources(spec: Application['spec']): DeclaredSource[] {
  if (spec.sourceHydrator?.drySource) {
    return [
      {
        pointer: 'spec.sourceHydrator.drySource',
        source: spec.sourceHydrator.drySource,
      },
    ];
  }
  if (spec.sources?.length) {
    return spec.sources.map((source, index) => ({
      pointer: `spec.sources[${index}]`,
      source,
    }));
  }
  return spec.source ? [{ pointer: 'spec.source', source: spec.source }] : [];
}

export function mapSources(application: Application): Source[] {
  const types = application.status?.sourceTypes ?? [
    application.status?.sourceType ?? '',
  ];
  return declaredSources(application.spec).map(({ pointer, source }, index) => {
    const overrides = overridesOf(source, pointer);
    return {
      repoUrl: source.repoURL ?? '',
      type: sourceTypeOf(source, types[index]),
      ...(source.targetRevision && { targetRevision: source.targetRevision }),
      ...(source.path && { path: source.path.replace(/^\/+/, '') || '.' }),
      ...(source.chart && { chart: source.chart }),
      ...(source.ref && { ref: source.ref }),
      ...(source.helm?.valueFiles?.length && {
        valueFiles: source.helm.valueFiles,
      }),
      ...(overrides.length > 0 && { overrides }),
    };
  });
}

const knownTypes: Record<string, SourceType> = {
  Helm: 'helm',
  Kustomize: 'kustomize',
  Directory: 'directory',
  Plugin: 'plugin',
};

function sourceTypeOf(
  source: ApplicationSource,
  detected: string | undefined,
): SourceType {
  if (source.chart || source.helm) return 'helm';
  if (source.kustomize) return 'kustomize';
  if (source.plugin) return 'plugin';
  if (source.directory) return 'directory';
  return knownTypes[detected ?? ''] ?? 'unknown';
}

// A Helm parameter may hold a credential, so only those that name a version are kept.
const versionParameter = /(image|tag|digest|repository|version)$/i;

function overridesOf(
  source: ApplicationSource,
  pointer: string,
): SourceOverride[] {
  const parameters = (source.helm?.parameters ?? []).flatMap(
    ({ name, value }, index) =>
      name && versionParameter.test(name)
        ? [
            {
              pointer: `${pointer}.helm.parameters[${index}].value`,
              kind: 'helm-parameter' as const,
              name,
              value: value ?? '',
            },
          ]
        : [],
  );
  const images = (source.kustomize?.images ?? []).map((image, index) => ({
    pointer: `${pointer}.kustomize.images[${index}]`,
    kind: 'kustomize-image' as const,
    name: image.split('=')[0].split(/[:@]/)[0],
    value: image,
  }));
  const values = [
    source.helm?.valuesObject ? 'valuesObject' : '',
    source.helm?.values ? 'values' : '',
  ].flatMap(field =>
    field
      ? [
          {
            pointer: `${pointer}.helm.${field}`,
            kind: 'helm-values' as const,
            value: '',
          },
        ]
      : [],
  );
  return [...parameters, ...images, ...values];
}
