import { z } from 'zod';
import { ClusterObjects, KubeObject } from '../../contracts';
import { isRecord, JsonRecord } from '../../json';
import { ManifestError } from '../ManifestError';

const applicationSetSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
  }),
  spec: z.looseObject({
    generators: z.array(
      z.looseObject({
        list: z
          .looseObject({
            elements: z.array(z.record(z.string(), z.unknown())).default([]),
          })
          .optional(),
      }),
    ),
    template: z.looseObject({
      metadata: z.looseObject({ name: z.string() }),
      spec: z.record(z.string(), z.unknown()),
    }),
  }),
});

/**
 * Creates and updates the Applications that an ApplicationSet generates from lists, and deletes those that it no longer
 * does. Other generators are refused with ManifestError.
 */
export function generateApplications(options: {
  home: ClusterObjects;
  applicationSet: KubeObject;
}): void {
  const { home } = options;
  const { metadata, spec } = applicationSetSchema.parse(options.applicationSet);
  const elements = spec.generators.flatMap(generator => {
    if (generator.list) return generator.list.elements;
    throw new ManifestError(
      `ApplicationSet ${metadata.name}: only list generators are played here, not ${Object.keys(generator).join(', ')}`,
    );
  });
  const wanted = elements.map(element => {
    const template = filled(spec.template, element);
    return applicationOf({ template, applicationSet: metadata });
  });
  const names = new Set(wanted.map(({ metadata: { name } }) => name));
  for (const application of wanted) home.apply(application);
  for (const existing of home.list({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    namespace: metadata.namespace,
  })) {
    const isOurs = existing.metadata.ownerReferences?.some(
      ({ uid }) => uid === metadata.uid,
    );
    if (isOurs && !names.has(existing.metadata.name)) {
      home.delete({
        apiVersion: existing.apiVersion,
        kind: existing.kind,
        namespace: existing.metadata.namespace,
        name: existing.metadata.name,
      });
    }
  }
}

const templateSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    finalizers: z.array(z.string()).optional(),
  }),
  spec: z.record(z.string(), z.unknown()),
});

function applicationOf(options: {
  template: unknown;
  applicationSet: { name: string; namespace: string; uid: string };
}): KubeObject {
  const { applicationSet } = options;
  const template = templateSchema.parse(options.template);
  const { name, labels, annotations, finalizers } = template.metadata;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: applicationSet.namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'ApplicationSet',
          name: applicationSet.name,
          uid: applicationSet.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: template.spec,
  };
}

// `{{.environment}}` with Go templates, `{{environment}}` without.
function filled(value: unknown, element: JsonRecord): unknown {
  if (typeof value === 'string') {
    return value.replace(/{{\s*\.?([\w-]+)\s*}}/g, (_, key: string) =>
      String(element[key] ?? ''),
    );
  }
  if (Array.isArray(value)) return value.map(item => filled(item, element));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, filled(item, element)]),
  );
}
