import { Condition } from '@fairlead/backstage-plugin-gitops-common';
import { FluxCondition, FluxObject } from '../schema';
import { SourceFacts } from './sourceFacts';

/** A condition of the object, by its type. */
export function conditionOf(
  object: FluxObject,
  type: string,
): FluxCondition | undefined {
  return object.status?.conditions?.find(each => each.type === type);
}

export function isTrue(object: FluxObject, type: string): boolean {
  return conditionOf(object, type)?.status === 'True';
}

/** Reasons for which nothing is wrong with what was deployed or would be. */
const waiting = ['DependencyNotReady', 'HealthCheckCanceled'];
const aboutHealth = ['HealthCheckFailed', 'TestFailed'];
/** A condition of these types says that something is wrong when it is False; of the others, when it is True. */
const positive = ['Ready', 'Healthy', 'Released', 'TestSuccess'];
const negative = ['Stalled', 'Drifted'];

/** What is not well, each said once: Flux repeats the text of the first cause in several conditions. */
export function mapConditions(
  object: FluxObject,
  source: SourceFacts | undefined,
): Condition[] {
  const seen = new Set<string>();
  const own = [...positive, ...negative].flatMap(type => {
    const condition = conditionOf(object, type);
    const bad = positive.includes(type) ? 'False' : 'True';
    const said = condition?.message || condition?.reason || type;
    if (!condition || condition.status !== bad || seen.has(said)) return [];
    seen.add(said);
    const message = withDependencies(object, { condition, said });
    return [
      {
        type: [type, condition.reason].filter(Boolean).join(' '),
        severity: severityOf(condition),
        message,
        ...(condition.lastTransitionTime && {
          since: condition.lastTransitionTime,
        }),
        ...(concernsHealth(condition) && { concerns: 'health' as const }),
      },
    ];
  });
  return [...own, ...sourceConditions(source)];
}

// Flux names the first that is not ready, and not always.
function withDependencies(
  { kind, metadata, spec }: FluxObject,
  { condition, said }: { condition: FluxCondition; said: string },
): string {
  const names = (spec.dependsOn ?? []).flatMap(({ name, namespace }) =>
    name ? [`${namespace || metadata.namespace}/${name}`] : [],
  );
  return condition.reason === 'DependencyNotReady' && names.length > 0
    ? `It waits until what it depends on is ready (${kind} ${names.join(', ')}): ${said}`
    : said;
}

function severityOf({ type, reason }: FluxCondition): Condition['severity'] {
  return type === 'Drifted' || waiting.includes(reason ?? '')
    ? 'warning'
    : 'error';
}

function concernsHealth({ type, reason }: FluxCondition): boolean {
  return type === 'Healthy' || aboutHealth.includes(reason ?? '');
}

function sourceConditions(source: SourceFacts | undefined): Condition[] {
  if (!source) return [];
  const name = `The ${source.kind} ${source.namespace}/${source.name}`;
  return [
    ...(source.problem
      ? [
          {
            type: 'SourceNotReady',
            severity: 'error' as const,
            message: `${name} is not ready: ${source.problem}`,
          },
        ]
      : []),
    ...(source.found
      ? []
      : [
          {
            type: 'SourceUnknown',
            severity: 'warning' as const,
            message: `${name} was not found, or the portal may not read it, so it is not known where this is defined.`,
          },
        ]),
  ];
}
