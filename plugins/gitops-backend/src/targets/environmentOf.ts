import {
  Environment,
  fairleadAnnotations,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { EnvironmentRule } from '../config/environmentRules';
import { placesOf, TargetPlaces } from './placesOf';

/** What environments are told apart by. */
export interface EnvironmentAssignment {
  environments: readonly Environment[];
  /** In the order in which they are tried. */
  rules: readonly EnvironmentRule[];
  /** So that an engine's URL of a cluster is known by the cluster's name. */
  clusters: ReadonlyArray<{ name: string; url?: string }>;
}

const commonLabels = [
  'environment',
  'env',
  'app.kubernetes.io/environment',
  'backstage.io/environment',
];

/**
 * Name of the environment a target belongs to; undefined when nothing says it.
 *
 * @remarks
 * The rules of the config first, in order. Then what names an environment, from the most deliberate to the most
 * accidental; each is asked for all environments before the next, and the longest name wins, so that `prod-eu` is
 * not taken for an environment `eu`.
 */
export function environmentOf(
  status: TargetStatus,
  assignment: EnvironmentAssignment,
): string | undefined {
  const places = placesOf(status, assignment.clusters);
  const rule = assignment.rules.find(each => holds(each, { status, places }));
  if (rule) return rule.environment;

  const { labels, annotations, object } = status;
  const names = assignment.environments
    .map(({ name }) => name)
    .sort((a, b) => b.length - a.length);
  const named = (test: (name: string) => boolean) => names.find(test);

  const declared =
    labels[fairleadAnnotations.environment] ??
    annotations[fairleadAnnotations.environment];
  // Who says it must not be guessed otherwise, even when no such environment is configured.
  if (declared) return named(name => same(name, declared));

  const common = commonLabels.map(key => labels[key]).filter(Boolean);
  return (
    named(name => common.some(value => same(name, value))) ??
    named(name => places.namespaces.some(each => isOrEndsIn(each, name))) ??
    named(name => places.folders.some(folder => same(name, folder))) ??
    named(name => places.files.some(file => fileNames(file, name))) ??
    named(name => endsIn(object.name, name)) ??
    named(name => places.clusters.some(each => isOrEndsIn(each, name)))
  );
}

function holds(
  rule: EnvironmentRule,
  target: { status: TargetStatus; places: TargetPlaces },
): boolean {
  const { status, places } = target;
  const { cluster, namespace, labels, path, name } = rule;
  return (
    (!cluster || places.clusters.some(each => cluster.test(each))) &&
    (!namespace || places.namespaces.some(each => namespace.test(each))) &&
    (!path || places.paths.some(each => path.test(each))) &&
    (!name || name.test(status.object.name)) &&
    Object.entries(labels ?? {}).every(([key, value]) => {
      const actual = status.labels[key];
      return actual !== undefined && value.test(actual);
    })
  );
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function endsIn(text: string, name: string): boolean {
  return text.toLowerCase().endsWith(`-${name.toLowerCase()}`);
}

function isOrEndsIn(text: string, name: string): boolean {
  return same(text, name) || endsIn(text, name);
}

// `values-prod.yaml`, `values.prod.yaml`, `prod.yaml`, `prod-values.yaml`
function fileNames(file: string, name: string): boolean {
  const base = file.toLowerCase().replace(/\.ya?ml$/, '');
  const wanted = name.toLowerCase();
  return [
    wanted,
    `values-${wanted}`,
    `values.${wanted}`,
    `values_${wanted}`,
    `${wanted}-values`,
    `${wanted}.values`,
  ].includes(base);
}
