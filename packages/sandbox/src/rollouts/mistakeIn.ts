import { ClusterObjects } from '../contracts';
import { recordAt } from '../json';
import { Analysis, Rollout } from './Rollout';
import { templateOf } from './analysisSpec';
import { Workload } from './workloadOf';

/** Why a Rollout can't be carried out, in the words of its controller; undefined when it can. */
export function mistakeIn(options: {
  rollout: Rollout;
  workload: Workload | undefined;
  objects: ClusterObjects;
}): string | undefined {
  const { rollout, workload, objects } = options;
  const { canary, blueGreen } = rollout.spec.strategy ?? {};
  const { namespace } = rollout.metadata;
  const mistakes = [
    !canary &&
      !blueGreen &&
      'spec.strategy.strategy: Required value: Rollout has missing field `.spec.strategy.canary` or `.spec.strategy.blueGreen`',
    canary &&
      blueGreen &&
      'spec.strategy.strategy: Invalid value: Multiple Strategies can not be listed',
    !workload && missingWorkload(rollout),
    workload && selectorMistake(workload),
    canary?.trafficRouting &&
      !(canary.canaryService && canary.stableService) &&
      'spec.strategy.canary.trafficRouting: Invalid value: Canary service and stable service must be set to use trafficRouting',
    ...(canary?.steps ?? []).map(
      (step, index) =>
        ['experiment', 'plugin']
          .filter(kind => step[kind] !== undefined)
          .map(
            kind =>
              `spec.strategy.canary.steps[${index}].${kind}: Forbidden: steps of this kind are not played here`,
          )[0],
    ),
    ...Object.entries({
      'canary.canaryService': canary?.canaryService,
      'canary.stableService': canary?.stableService,
      'blueGreen.activeService': blueGreen?.activeService,
      'blueGreen.previewService': blueGreen?.previewService,
    }).map(
      ([field, name]) =>
        name &&
        !objects.get({ apiVersion: 'v1', kind: 'Service', namespace, name }) &&
        `spec.strategy.${field}: Invalid value: "${name}": service "${name}" not found`,
    ),
    ...analysesIn(rollout).flatMap(([field, analysis]) =>
      (analysis.templates ?? []).map(
        ref =>
          !templateOf({ objects, namespace, ref }) &&
          `spec.strategy.${field}.templates: Invalid value: "${ref.templateName}": ${ref.clusterScope ? 'Cluster' : ''}AnalysisTemplate '${ref.templateName}' not found`,
      ),
    ),
  ];
  const mistake = mistakes.find(each => typeof each === 'string' && each);
  return mistake
    ? `The Rollout "${rollout.metadata.name}" is invalid: ${mistake}`
    : undefined;
}

/** Every analysis that a Rollout wants, by its field. */
function analysesIn({ spec }: Rollout): Array<[string, Analysis]> {
  const { canary, blueGreen } = spec.strategy ?? {};
  const found: Array<[string, Analysis | undefined]> = [
    ...(canary?.steps ?? []).map(
      ({ analysis }, index): [string, Analysis | undefined] => [
        `canary.steps[${index}].analysis`,
        analysis,
      ],
    ),
    ['canary.analysis', canary?.analysis],
    ['blueGreen.prePromotionAnalysis', blueGreen?.prePromotionAnalysis],
    ['blueGreen.postPromotionAnalysis', blueGreen?.postPromotionAnalysis],
  ];
  return found.flatMap(([field, analysis]): Array<[string, Analysis]> =>
    analysis ? [[field, analysis]] : [],
  );
}

function missingWorkload({ spec }: Rollout): string {
  const ref = spec.workloadRef;
  return ref
    ? `spec.workloadRef.name: Invalid value: "${ref.name}": ${ref.kind} "${ref.name}" not found`
    : 'spec.template: Required value: a template or a workloadRef is needed';
}

function selectorMistake({ template, matchLabels }: Workload) {
  const labels = recordAt(template, 'metadata', 'labels');
  const doesMatch = Object.entries(matchLabels).every(
    ([key, value]) => labels[key] === value,
  );
  return doesMatch
    ? undefined
    : `spec.template.metadata.labels: Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``;
}
