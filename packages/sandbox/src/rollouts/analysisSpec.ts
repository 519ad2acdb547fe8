import { ClusterObjects, KubeObject } from '../contracts';
import { JsonRecord, recordAt, recordsAt, textAt } from '../json';
import { Analysis, Rollout } from './Rollout';

const apiVersion = 'argoproj.io/v1alpha1';

type TemplateRef = NonNullable<Analysis['templates']>[number];

/** The template that an analysis refers to. */
export function templateOf(options: {
  objects: ClusterObjects;
  namespace: string;
  ref: TemplateRef;
}): KubeObject | undefined {
  const { objects, namespace, ref } = options;
  const name = ref.templateName;
  return ref.clusterScope
    ? objects.get({ apiVersion, kind: 'ClusterAnalysisTemplate', name })
    : objects.get({ apiVersion, kind: 'AnalysisTemplate', namespace, name });
}

/** The specification of a run: the metrics of all templates, and the arguments with their values. */
export function analysisSpec(options: {
  objects: ClusterObjects;
  rollout: Rollout;
  analysis: Analysis;
  hashes: { latest: string; stable: string };
}): JsonRecord {
  const { objects, rollout, analysis, hashes } = options;
  const { namespace } = rollout.metadata;
  const templates = (analysis.templates ?? []).flatMap(
    ref => templateOf({ objects, namespace, ref }) ?? [],
  );
  const given = new Map(
    (analysis.args ?? []).map(arg => [
      arg.name,
      arg.value ?? referredValue(rollout, arg.valueFrom, hashes),
    ]),
  );
  const args = templates.flatMap(template =>
    recordsAt(template, 'spec', 'args').map(arg => {
      const name = String(arg.name);
      const value = given.get(name) ?? textAt(arg, 'value');
      return value === undefined ? arg : { name, value };
    }),
  );
  const dryRun = [
    ...templates.flatMap(template => recordsAt(template, 'spec', 'dryRun')),
    ...(analysis.dryRun ?? []),
  ];
  return {
    ...(args.length > 0 && { args }),
    ...(dryRun.length > 0 && { dryRun }),
    metrics: templates.flatMap(template =>
      recordsAt(template, 'spec', 'metrics'),
    ),
  };
}

type ValueFrom = NonNullable<Analysis['args']>[number]['valueFrom'];

function referredValue(
  rollout: Rollout,
  from: ValueFrom,
  hashes: { latest: string; stable: string },
): string | undefined {
  switch (from?.podTemplateHashValue) {
    case 'Stable':
      return hashes.stable;
    case 'Latest':
      return hashes.latest;
    default:
      return fieldAt(rollout, from?.fieldRef?.fieldPath);
  }
}

/** The text at a path such as `metadata.labels['region']`; undefined when there is none. */
function fieldAt(rollout: Rollout, path: string | undefined) {
  if (!path) return undefined;
  const keys = [...path.matchAll(/\['([^']+)'\]|([^.[\]]+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain,
  );
  const last = keys.pop() ?? '';
  return textAt(recordAt(rollout, ...keys), last);
}
